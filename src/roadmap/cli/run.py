"""`roadmap run`: a file in the sandbox, its output as it comes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from roadmap.cli.context import Site
from roadmap.cli.present import WORDS, exit_code, json_option, print_json

if TYPE_CHECKING:
    from roadmap.runner.runner import Event


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--runtime", required=True, metavar="NAME", help="On which runtime; `roadmap runtimes list` tells which there are."
)
@click.option(
    "--services", multiple=True, metavar="NAME", help="A server to start for this run, like redis. May be repeated."
)
@click.option(
    "--wall", type=click.FloatRange(0.1, 600), default=10.0, show_default=True, help="Seconds that it may take."
)
@json_option
@click.pass_context
def run(ctx: click.Context, file: Path, runtime: str, services: tuple[str, ...], wall: float, as_json: bool) -> None:
    """Run FILE in the sandbox, on a runtime that a plugin brings.

    Exits with 0 when the program did, 1 when not, 3 where nothing can be run here.

    Example: roadmap run hello.py --runtime redis --services redis
    """
    from roadmap.catalogue import Limits
    from roadmap.runner.job import Job
    from roadmap.runner.runner import ignore

    site: Site = ctx.obj
    if runtime not in site.runtimes:
        known = ", ".join(sorted(site.runtimes)) or "none"
        raise click.UsageError(f"there is no runtime {runtime!r}; there are: {known}")
    try:
        files = {file.name: file.read_text("utf-8")}
    except UnicodeDecodeError:
        raise click.UsageError(f"{file} is not text in UTF-8") from None
    job = Job(
        kind="run",
        runtime=runtime,
        files=files,
        main=file.name,
        services=services,
        limits=Limits(wall_seconds=wall, cpu_seconds=wall),
        id="run",
    )
    verdict = site.runner.execute(job, ignore if as_json else _print_output)
    if as_json:
        print_json(verdict.to_dict())
    elif not verdict.passed:
        click.secho(f"{WORDS[verdict.state]}. {verdict.message}".rstrip(), fg="red", err=True)
    ctx.exit(exit_code(verdict))


def _print_output(event: Event) -> None:
    if event.kind == "output":
        click.echo(event.data["text"], nl=False, err=event.data["stream"] == "stderr")
