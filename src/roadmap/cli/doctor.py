"""`roadmap doctor`: what is missing on this machine and how to mend it; works when the site can't start."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict

import click

from roadmap.cli.context import Site
from roadmap.cli.present import json_option, print_json
from roadmap.cli.reach import connects, place_of
from roadmap.runner.finding import Finding


@click.command()
@json_option
@click.pass_context
def doctor(ctx: click.Context, as_json: bool) -> None:
    """Say what is missing on this machine and how to mend it. Exits with 1 where something is.

    Example: roadmap doctor
    """
    findings = list(examine(ctx.obj))
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            _print(finding)
    ctx.exit(0 if all(finding.ok for finding in findings) else 1)


def examine(site: Site) -> Iterator[Finding]:
    """Each part on its own: one that is broken must not hide what is wrong with the next."""
    for title, look, cure in (
        ("settings", _settings, "correct the .ini file, or name another with --config"),
        ("database", _database, "run `roadmap db upgrade`"),
        ("plugins", _plugins, "see `roadmap plugins`"),
        ("plugins' runtimes", _runtimes, "run `roadmap runtimes build`"),
    ):
        yield _examined(title, look, site, cure)
    yield from _broker(site)
    yield from _machine(site)


def _examined(title: str, look: Callable[[Site], Finding], site: Site, cure: str) -> Finding:
    try:
        return look(site)
    except click.ClickException as error:
        return Finding(title, False, error.format_message(), cure)
    except Exception as error:
        # Whatever stops the site from starting is what one has asked to be told.
        own = type(error).__module__.startswith("roadmap.")
        return Finding(title, False, str(error) if own else f"{type(error).__name__}: {error}", cure)


def _settings(site: Site) -> Finding:
    return Finding("settings", True, f"{site.file}, data in {site.settings.data}")


def _database(site: Site) -> Finding:
    from roadmap.storage import StorageUnavailable, current

    try:
        schema = current(site.settings, site.migrations)
    except StorageUnavailable as error:
        return Finding("database", False, str(error), "start it, or correct roadmap.database")
    except ModuleNotFoundError as error:
        return Finding("database", False, f"{error.name} is not installed", "pip install 'roadmap[postgres]'")
    if not schema.up_to_date and site.settings.development:
        return Finding("database", True, "its tables are brought up to date at the next start")
    if not schema.up_to_date:
        return Finding("database", False, "migrations are due", "run `roadmap db upgrade`")
    return Finding("database", True, f"tables are at {', '.join(schema.current)}")


def _broker(site: Site) -> Iterator[Finding]:
    """Only where there is one: the settings that name it come with the runner that needs it."""
    try:
        settings = site.settings
    except Exception:  # said above already
        return
    url = str(getattr(settings, "broker", "") or "")
    if str(settings.runner) == "celery" and url:
        yield broker(url)


def broker(url: str) -> Finding:
    problem, place = connects(url), place_of(url)
    if problem:
        cure = "start it, or correct roadmap.broker; for a server of your own: apt-get install redis-server"
        return Finding("broker", False, f"nobody answers at {place}: {problem}", cure)
    return Finding("broker", True, f"answers at {place}")


def _plugins(site: Site) -> Finding:
    failed = [each.id for each in site.report if not each.usable]
    if failed:
        return Finding("plugins", False, f"not in use: {', '.join(failed)}", "see `roadmap plugins`")
    return Finding("plugins", True, ", ".join(each.id for each in site.report) or "none is installed")


def _runtimes(site: Site) -> Finding:
    from roadmap.runner.runtimes import path_of

    # The judge's own is looked at with the machine.
    declared = list(site.runtimes.values())
    missing = [each.name for each in declared if not path_of(each, site.settings.runtimes).is_dir()]
    if missing:
        return Finding("plugins' runtimes", False, f"not built: {', '.join(missing)}", "run `roadmap runtimes build`")
    return Finding("plugins' runtimes", True, ", ".join(each.name for each in declared) or "no plugin brings one")


def _machine(site: Site) -> Iterator[Finding]:
    from roadmap.runner.doctor import findings
    from roadmap.settings import SettingsError

    try:
        root = site.settings.runtimes
    except (click.ClickException, SettingsError, OSError):
        # Said above already; what the machine lacks can be told without.
        root = None
    yield from findings(root)


def _print(finding: Finding) -> None:
    mark = click.style("ok     ", fg="green") if finding.ok else click.style("missing", fg="red")
    click.echo(f"{mark} {finding.title}: {finding.detail}")
    if finding.cure:
        click.echo(f"        {'better' if finding.ok else 'cure'}: {finding.cure}")
