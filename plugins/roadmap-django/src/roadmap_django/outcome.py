"""What the sandbox saw of one run, in the words of the lab's page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from roadmap.runner.verdict import Verdict
from roadmap_django.examples import Example

MANY = 3
"""From how often on the same statement is called a query for each row."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: how often it ran, from where, its SQL and how the database means to answer it."""

    sql: str
    times: int
    origin: str
    plan: str
    remark: str


@dataclass(frozen=True, slots=True)
class Finding:
    """How the planted page does. `kind` is a callout's."""

    kind: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The run as a page shows it. `verdict` alone is there when the code did not survive."""

    verdict: Verdict
    ran: bool = False
    count: str = ""
    milliseconds: float = 0.0
    repeated: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    caption: str = ""
    value: str = ""
    printed: str = ""
    problem: str = ""
    finding: Finding | None = None

    @classmethod
    def of(cls, verdict: Verdict, chosen: Example | None) -> Outcome:
        """`chosen` is the example that the visitor began with."""
        facts = verdict.facts
        if not verdict.passed or not isinstance(facts, Mapping):
            return cls(verdict)
        result = facts["result"] or {}
        return cls(
            verdict,
            ran=True,
            count=_queries(facts["count"]),
            milliseconds=facts["milliseconds"],
            repeated=tuple(_repeated(n, one) for n, one in enumerate(facts["statements"], 1) if one["times"] >= MANY),
            statements=tuple(_statement(one) for one in facts["statements"]),
            columns=tuple(result.get("columns", ())),
            rows=tuple(tuple(row) for row in result.get("rows", ())),
            caption=_caption(result),
            value=result.get("text", ""),
            printed=facts["printed"] + ("" if facts["whole"] else "…\n"),
            problem=facts["problem"],
            finding=_finding(facts, chosen.budget) if chosen and chosen.budget and not facts["problem"] else None,
        )


def _queries(count: int) -> str:
    return "1 query" if count == 1 else f"{count} queries"


def _origin(statement: Mapping[str, Any]) -> str:
    lines = statement["lines"]
    if not lines:
        return "when the result was shown"
    return f"by line {lines[0]}" if len(lines) == 1 else f"by lines {', '.join(map(str, lines))}"


def _repeated(number: int, statement: Mapping[str, Any]) -> str:
    return (
        f"Statement {number} was sent {statement['times']} times, {_origin(statement)}. Only the values in it differ."
    )


def _statement(one: Mapping[str, Any]) -> Statement:
    details = [text for _, text in one["plan"]]
    return Statement(
        sql=one["sql"],
        times=one["times"],
        origin=_origin(one),
        plan="\n".join(f"{'   ' * depth}{text}" for depth, text in one["plan"]),
        remark=_remark(details),
    )


def _remark(plan: list[str]) -> str:
    """The plan in a sentence. SCAN reads every row, SEARCH goes through an index or key."""
    scans = [text.split()[1] for text in plan if text.startswith("SCAN") and len(text.split()) > 1]
    searches = [text for text in plan if text.startswith("SEARCH")]
    said = []
    if scans:
        said.append(f"Reads every row of {', '.join(dict.fromkeys(scans))}.")
    if searches:
        said.append("Finds rows by a key or an index." if not scans else "Finds the other rows by a key or an index.")
    if any("TEMP B-TREE" in text for text in plan):
        said.append("Sorts or groups in a temporary table.")
    return " ".join(said)


def _caption(result: Mapping[str, Any]) -> str:
    if result.get("kind") != "rows":
        return ""
    total, shown = result["total"], len(result["rows"])
    rows = "1 row" if total == 1 else f"{total} rows"
    return f"Result: {rows}" if shown == total else f"Result: {rows}, the first {shown} of them shown"


def _finding(facts: Mapping[str, Any], budget: int) -> Finding:
    planted, count = facts["planted"], facts["count"]
    if facts["printed"].strip() != planted["printed"].strip():
        return Finding(
            "warning", "Not the same page", "What is printed has changed. The page must say what it said before."
        )
    if count == 0:
        return Finding("warning", "Not asked at all", "The lines are right, and the database was not asked for them.")
    if count > budget:
        text = f"It took {_queries(count)}; at most {budget} are allowed. Look at what ran many times, and at its line."
        return Finding("warning", "Not found yet", text)
    saved = f"The same page with {_queries(count)} in place of {planted['count']}."
    if count < budget:
        return Finding("good", "Found", f"{saved} It cannot be done with much less.")
    return Finding(
        "good", "Found", f"{saved} One more can be saved: Prefetch takes a queryset, and that can join the books."
    )
