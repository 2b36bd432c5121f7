"""How a verdict reads in a terminal, and how any report reads as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from roadmap.runner.verdict import CheckResult, Verdict

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, for scripts.")

COLORS = {"passed": "green", "failed": "red", "error": "red", "not_reached": "yellow"}
WORDS = {
    "passed": "Passed",
    "failed": "Failed",
    "error": "The program did not start",
    "crashed": "The program crashed",
    "time_limit": "Stopped at the time limit",
    "memory_limit": "Stopped at the memory limit",
    "output_limit": "Stopped at the limit of output",
    "unavailable": "Nothing could be run here; this is not the program's fault",
}
EXIT_UNAVAILABLE = 3


def print_json(data: Any) -> None:
    click.echo(json.dumps(data, indent=2, default=str))


def print_verdict(verdict: Verdict) -> None:
    """One line per check, with feedback, expected and got below those that did not pass."""
    for check in verdict.checks:
        click.echo("\n".join(_check(check)))
    if verdict.traceback:
        click.echo(_indented(verdict.traceback))
    if verdict.output:
        click.echo("output:\n" + _indented(verdict.output + ("\n…" if verdict.output_truncated else "")))
    passed = sum(check.outcome == "passed" for check in verdict.checks)
    counted = f", {passed} of {len(verdict.checks)} checks" if verdict.checks else ""
    phases = verdict.phases
    click.secho(
        f"{WORDS[verdict.state]}{counted} in {phases.started + phases.ran:.2f} s",
        fg="green" if verdict.passed else "red",
        bold=True,
    )
    if verdict.message:
        click.echo(verdict.message)


def exit_code(verdict: Verdict) -> int:
    """0 only for what passed; 3 where nothing could be run, so that a script can tell that from a wrong answer."""
    if verdict.passed:
        return 0
    return EXIT_UNAVAILABLE if verdict.state == "unavailable" else 1


def _check(check: CheckResult) -> Iterator[str]:
    label = click.style(f"{check.outcome.replace('_', ' '):<11}", fg=COLORS[check.outcome])
    yield f"{label} {check.title or check.id}"
    if check.outcome == "passed":
        return
    for name, text in (("", check.feedback), ("expected: ", check.expected), ("got:      ", check.got)):
        if text:
            yield _indented(f"{name}{text}", 12)


def _indented(text: str, by: int = 4) -> str:
    return "\n".join(f"{'':{by}}{line}" for line in text.rstrip("\n").split("\n"))
