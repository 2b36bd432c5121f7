"""`roadmap grade`: what a learner would get for the files in a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from roadmap.cli.context import Site
from roadmap.cli.present import exit_code, json_option, print_json, print_verdict

if TYPE_CHECKING:
    from roadmap.catalogue import Exercise


@click.command()
@click.argument("exercise", metavar="SECTION/EXERCISE")
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--seed", type=int, help="Of the checks' random inputs, to repeat a verdict.")
@json_option
@click.pass_context
def grade(ctx: click.Context, exercise: str, folder: Path, seed: int | None, as_json: bool) -> None:
    """Grade the files in DIR in the sandbox and print the verdict.

    Files that the exercise gives, and editable ones that DIR does not have, are taken from its starter. Exits with 0
    only when every check passed, 1 when not, 3 where nothing can be run here.

    Example: roadmap grade flask/url-shortener plugins/roadmap-flask/src/roadmap_flask/exercises/url-shortener/solution
    """
    from roadmap.runner.job import Job

    site: Site = ctx.obj
    found = site.exercise(exercise)
    files = found.program_files(edited_files(found, folder))
    verdict = site.runner.execute(Job.to_check(found, files, seed=seed, id="grade"))
    if as_json:
        print_json(verdict.to_dict())
    else:
        print_verdict(verdict)
    ctx.exit(exit_code(verdict))


def edited_files(exercise: Exercise, folder: Path) -> dict[str, str]:
    """The editable files that are in `folder`; says what it passes over."""
    files = {name: _text(folder / name) for name in exercise.edit if (folder / name).is_file()}
    if not files:
        raise click.UsageError(
            f"{folder} has none of the files that {exercise.key} asks for: {', '.join(exercise.edit)}"
        )
    for name in sorted(set(exercise.edit) - set(files)):
        click.echo(f"{name} is not in {folder}: taken from the starter", err=True)
    return files


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        raise click.UsageError(f"{path} is not text in UTF-8") from None
