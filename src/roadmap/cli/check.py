"""`roadmap check`: proves content, and records what was proved."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from roadmap.cli.context import Site
from roadmap.cli.present import json_option, print_json

if TYPE_CHECKING:
    from roadmap.catalogue import Catalogue, Finding, Section
    from roadmap.cli.proof import Proof
    from roadmap.plugins import PluginState

COLORS = {"error": "red", "warning": "yellow"}


@click.command()
@click.argument("names", metavar="[SECTION]...", nargs=-1)
@click.option(
    "--solutions", default=1, show_default=True, type=click.IntRange(1), help="How often to run each solution."
)
@click.option("--jobs", default=2, show_default=True, type=click.IntRange(1), help="How many jobs to run at a time.")
@click.option("--record", is_flag=True, help="Add new ids to ids.toml, and write verified.json beside the content.")
@click.option(
    "--words-in-common",
    "other",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Find runs of eight words that the sections have in common with this text.",
)
@json_option
@click.pass_context
def check(
    ctx: click.Context,
    names: tuple[str, ...],
    solutions: int,
    jobs: int,
    record: bool,
    other: Path | None,
    as_json: bool,
) -> None:
    """Prove content: ids, links, sources, every sample, and every exercise's starter, solution and wrong answers.

    Without SECTION, all of them. Names file and line of each finding; exits with 1 where one is more than a warning.

    Example: roadmap check flask --solutions 20
    """
    from roadmap.catalogue.ids import record_ids
    from roadmap.catalogue.verified import write_stamps
    from roadmap.cli.proof import Proof, shared_with

    site: Site = ctx.obj
    catalogue, findings = _let_in(site, names)
    sections = _chosen(catalogue, names, findings)
    if record:
        _write(record_ids, sections)
    proved = 0
    if sections:
        proof = Proof(
            catalogue, site.runner, site.runtimes, [section.id for section in sections], solutions=solutions, jobs=jobs
        )
        findings += _run(proof, quiet=as_json)
        proved = proof.ran
        if record:
            _write(lambda section: write_stamps(section, proof.stamps(section)), sections)
    if other is not None:
        text = other.read_text(encoding="utf-8", errors="replace")
        findings += [finding for section in sections for finding in shared_with(section, text)]
    _report(sorted(set(findings)), sections, proved, as_json)
    ctx.exit(1 if any(finding.severity == "error" for finding in findings) else 0)


def _write(write: Callable[[Section], object], sections: Sequence[Section]) -> None:
    """:raises click.ClickException: a section is installed where it cannot be changed, or its record is broken."""
    from roadmap.catalogue import ContentError

    for section in sections:
        try:
            write(section)
        except OSError as error:
            reason = f"{error.filename}: {error.strerror}; --record is for a plugin's source tree"
            raise click.ClickException(f"section {section.id} cannot be recorded: {reason}") from None
        except ContentError as error:
            raise click.ClickException(str(error)) from None


def _let_in(site: Site, names: Sequence[str]) -> tuple[Catalogue, list[Finding]]:
    """The catalogue, empty where a plugin stopped the start, and the findings of plugins that were not let in."""
    from roadmap.catalogue import Catalogue
    from roadmap.plugins import PluginError

    try:
        catalogue, report = site.catalogue, site.report
    except PluginError as error:
        catalogue, report, names = Catalogue(), error.report, ()
    findings: list[Finding] = []
    for state in report:
        if not state.usable and (not names or state.id in names):
            findings.extend(_of_plugin(state))
    return catalogue, findings


def _of_plugin(state: PluginState) -> Sequence[Finding]:
    from roadmap.catalogue import Finding

    alone = Finding(
        state.file or state.id, state.line or 1, f"plugin {state.id} {state.state}: {state.error}", state.cure
    )
    return state.findings or [alone]


def _chosen(catalogue: Catalogue, names: Sequence[str], findings: Sequence[Finding]) -> tuple[Section, ...]:
    """:raises click.UsageError: a section is not there, and no finding says why."""
    known = catalogue.as_mapping()
    missing = [name for name in names if name not in known]
    if missing and not findings:
        raise click.UsageError(f"there is no section {missing[0]!r}; there are: {', '.join(known) or 'none'}")
    return tuple(known[name] for name in dict.fromkeys(names) if name in known) if names else catalogue.sections


def _run(proof: Proof, *, quiet: bool) -> list[Finding]:
    findings: list[Finding] = []
    with click.progressbar(
        proof.run(),
        length=len(proof),
        label="Proving",
        file=sys.stderr,
        hidden=quiet,
        item_show_func=lambda step: step.name if step else None,
    ) as steps:
        for step in steps:
            findings.extend(step.findings)
    return findings


def _report(findings: Sequence[Finding], sections: Sequence[Section], proved: int, as_json: bool) -> None:
    errors = [finding for finding in findings if finding.severity == "error"]
    if as_json:
        print_json(
            {
                "ok": not errors,
                "sections": [section.id for section in sections],
                "runs": proved,
                "findings": [{**asdict(finding), "file": _file(finding, sections)} for finding in findings],
            }
        )
        return
    for finding in findings:
        cure = f" ({finding.cure})" if finding.cure else ""
        word = click.style(finding.severity, fg=COLORS[finding.severity])
        click.echo(f"{_file(finding, sections)}:{finding.line}: {word}: {finding.message}{cure}")
        if finding.detail:
            click.echo("".join(f"    {line}\n" for line in finding.detail.split("\n")), nl=False)
    names = ", ".join(section.id for section in sections) or "no section"
    warnings = len(findings) - len(errors)
    click.secho(
        f"{names}: {_count(proved, 'run')}, {_count(len(errors), 'error')}, {_count(warnings, 'warning')}",
        fg="red" if errors else "green",
        bold=True,
    )


def _file(finding: Finding, sections: Sequence[Section]) -> str:
    """The finding's path as an editor or a terminal can open it from here."""
    package = finding.path.partition("/")[0]
    for section in sections:
        if section.path.name == package:
            return os.path.relpath(section.path.parent / finding.path)
    return finding.path


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
