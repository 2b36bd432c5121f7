"""`roadmap worker`: runs submissions for the machines that serve pages."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import click

from roadmap.cli.context import Site

if TYPE_CHECKING:
    from roadmap.learning import Figures


def _address(ctx: click.Context, option: click.Parameter, text: str | None) -> tuple[str, int] | None:
    if text is None:
        return None
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise click.BadParameter(f"{text!r} should be HOST:PORT, as in 127.0.0.1:9100")
    return host.strip("[]"), int(port)


def _serve(figures: Figures, host: str, port: int) -> None:
    from prometheus_client import start_http_server

    try:
        start_http_server(port, host, figures.registry)
    except OSError as error:
        raise click.ClickException(f"--metrics can't listen on {host} port {port}: {error.strerror or error}") from None


@click.command()
@click.option(
    "--slots", type=click.IntRange(1), help="How many programs to run at the same time. [roadmap.runner.slots]"
)
@click.option(
    "--metrics", metavar="HOST:PORT", callback=_address, help="Where to answer Prometheus with this worker's figures."
)
@click.pass_context
def worker(ctx: click.Context, slots: int | None, metrics: tuple[str, int] | None) -> None:
    """Run submissions for the machines that serve pages, until told to stop.

    Needs roadmap.runner = celery, a broker and the site's database. Proves its sandbox before it takes work and again
    every minute; exits with 3 where the sandbox does not hold.

    Example: roadmap -c production.ini worker --slots 4 --metrics 127.0.0.1:9100
    """
    from dataclasses import replace

    from pyramid.paster import setup_logging

    from roadmap.api.levels import RunnerLevels
    from roadmap.execution import open_for
    from roadmap.learning import Figures
    from roadmap.runner.local import LocalRunner
    from roadmap.runner.runtimes import JUDGE, find

    site: Site = ctx.obj
    if site.settings.runner != "celery":
        raise click.UsageError(
            f"roadmap.runner is {site.settings.runner}, so nobody would send work: set it to celery, here and there"
        )
    try:
        from roadmap.workers import Worker
        from roadmap.workers.broker import make_app
    except ImportError as error:
        raise click.ClickException(f"{error.name} is not installed: pip install 'roadmap[celery]'") from None
    setup_logging(str(site.file.resolve()))
    # Celery's, about root; sandboxes run as somebody else.
    warnings.filterwarnings("ignore", category=UserWarning, module="celery")
    registry = site.serving_registry
    settings = replace(site.settings, runner_slots=slots or site.settings.runner_slots)
    for runtime in (JUDGE, *registry.runtimes.values()):
        find(runtime, settings.runtimes)  # says which is not built, and how to build it
    runner = open_for(replace(settings, runner_warm="first_use"), registry.runtimes)
    figures = Figures()
    try:
        if metrics is not None:
            figures.registry.register(RunnerLevels(runner))
            _serve(figures, *metrics)
        if settings.runner_warm == "start" and isinstance(runner, LocalRunner):
            # Before the first submission is taken, not while it waits.
            runner.warm_up()
        status = Worker(
            settings,
            make_app(settings.broker),
            registry.sessionmaker,
            runner,
            registry.catalogue,
            runner.canary,
            slots=settings.runner_slots,
            figures=figures,
        ).run()
    finally:
        runner.close()
    ctx.exit(status)
