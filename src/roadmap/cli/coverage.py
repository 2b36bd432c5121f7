"""`roadmap coverage`: which lesson covers which claim of another text, and what is missing."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from roadmap.cli.context import Site
from roadmap.cli.present import json_option, print_json

if TYPE_CHECKING:
    from roadmap.catalogue import Lesson, Section
    from roadmap.catalogue.coverage import Claim, Claims

_HEAD = """\
# Coverage

Made by `{command}`. Do not edit: the list of claims is [{claims}]({claims}), and what a lesson covers
stands in its front matter.
"""
_FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)


@click.command()
@click.argument("claims", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--write", "target", type=click.Path(dir_okay=False, path_type=Path), help="Write the table to this file."
)
@json_option
@click.pass_context
def coverage(ctx: click.Context, claims: Path, target: Path | None, as_json: bool) -> None:
    """Compare the claims listed in CLAIMS with the lessons of the installed sections.

    Names each claim and each correction that is missing in an installed section, and exits with 1 if there is one.

    Example: roadmap coverage docs/claims.toml --write docs/coverage.md
    """
    from roadmap.catalogue.coverage import read_claims, uncovered

    site: Site = ctx.obj
    listed = read_claims(claims)
    sections = site.catalogue.sections
    findings = uncovered(listed, {section.id: section for section in sections})
    if target is not None:
        target.write_text(document(listed, sections, target), encoding="utf-8")
    if as_json:
        print_json({"ok": not findings, "findings": [asdict(finding) for finding in findings]})
    else:
        for finding in findings:
            click.echo(str(finding))
        counted = (
            f"{len(listed.claims)} claims, {len(listed.corrections)} corrections, {len(findings)} missing or unknown"
        )
        click.secho(counted, fg="red" if findings else "green", bold=True)
    ctx.exit(1 if findings else 0)


def document(claims: Claims, sections: Iterable[Section], target: Path) -> str:
    """The whole page as Markdown, with links that lead from `target` to the lessons' files."""
    sections = tuple(sections)
    installed = {section.id for section in sections}
    listed = os.path.relpath(claims.path, target.parent)
    lines = [_HEAD.format(command=f"roadmap coverage {claims.path} --write {target}", claims=Path(listed).as_posix())]
    lines += ["## Claims", "", "| claim | what it says | lessons | corrections |", "| --- | --- | --- | --- |"]
    lines += [_row(claim, claims, sections, installed, target.parent) for claim in claims.claims]
    lines += ["", "## Corrections", "", "| correction | of | what is true | lessons |", "| --- | --- | --- | --- |"]
    lines += list(_corrections(claims, sections, installed, target.parent))
    lines += ["", "## What each section holds", "", *_counts(sections)]
    return "\n".join(lines) + "\n"


def _row(claim: Claim, claims: Claims, sections: tuple[Section, ...], installed: set[str], folder: Path) -> str:
    from roadmap.catalogue.coverage import lessons_that_correct, lessons_that_cover

    lessons = [_link(lesson, folder) for lesson in lessons_that_cover(claim, sections)]
    lessons += _to_come(claim.sections, installed)
    corrections = []
    for each in claims.corrections_of(claim):
        where = "; ".join(_link(lesson, folder) for lesson in lessons_that_correct(each, sections))
        corrections.append(f"{each.id} ({where or 'to come'})")
    return (
        f"| {claim.id} | {_cell(claim.says)} | {'<br>'.join(lessons) or 'none'} | {'<br>'.join(corrections) or '–'} |"
    )


def _corrections(claims: Claims, sections: tuple[Section, ...], installed: set[str], folder: Path) -> Iterator[str]:
    from roadmap.catalogue.coverage import lessons_that_correct

    for each in claims.corrections:
        lessons = [_link(lesson, folder) for lesson in lessons_that_correct(each, sections)]
        lessons += _to_come(each.sections, installed)
        yield f"| {each.id} | {', '.join(each.of)} | {_cell(each.says)} | {'<br>'.join(lessons) or 'none'} |"


def _to_come(names: Iterable[str], installed: set[str]) -> list[str]:
    return [f"to come in {name}" for name in names if name not in installed]


def _counts(sections: Iterable[Section]) -> Iterator[str]:
    yield "| section | lessons | words | samples | exercises | wrong answers | questions | sources |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    for section in sections:
        figures = (
            len(section.lessons),
            sum(len(_FENCE.sub("", lesson.text).split()) for lesson in section.lessons),
            len(section.samples),
            len(section.exercises),
            sum(len(exercise.wrong) for exercise in section.exercises),
            len(section.quiz.questions) if section.quiz else 0,
            sum(len(lesson.sources) for lesson in section.lessons),
        )
        yield f"| {section.title} | {' | '.join(map(str, figures))} |"


def _link(lesson: Lesson, folder: Path) -> str:
    path = Path(os.path.relpath(lesson.path, folder.resolve())).as_posix()
    return f"[{_cell(lesson.title)}]({path})"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
