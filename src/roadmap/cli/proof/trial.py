"""One job of the proof, and what its verdict has to say."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from roadmap.catalogue import Exercise, Finding, Sample, Section
from roadmap.runner.job import Job
from roadmap.runner.verdict import Outcome, State, Verdict

_LINES = 40


@dataclass(frozen=True, slots=True)
class Trial:
    """`judge` turns the verdict on `job` into findings: none where it is as it should be."""

    name: str
    section: Section
    item: Sample | Exercise
    job: Job
    judge: Callable[[Verdict], Iterable[Finding]]


def told(verdict: Verdict) -> str:
    """A verdict as the detail of a finding: all that the learner would see, at most forty lines."""
    parts = [f"verdict: {verdict.state}" + (f": {verdict.message}" if verdict.message else "")]
    for check in verdict.checks:
        if check.outcome is not Outcome.PASSED:
            parts.append(f"{check.id}: {check.outcome}: {check.feedback}")
            parts.extend(
                f"  {name}: {text}" for name, text in (("expected", check.expected), ("got", check.got)) if text
            )
    parts.extend(text.rstrip() for text in (verdict.traceback, verdict.output) if text.strip())
    lines = "\n".join(parts).split("\n")
    return "\n".join(lines[:_LINES] + ["…"] * (len(lines) > _LINES))


def unavailable(verdict: Verdict, path: str) -> list[Finding]:
    """The finding for a job that could not be run at all."""
    if verdict.state is not State.UNAVAILABLE:
        return []
    return [Finding(path, 1, f"could not be run: {verdict.message}", "see `roadmap doctor`")]
