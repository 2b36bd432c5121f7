"""What the sandbox saw of one run, in the words of the lab's page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from roadmap.runner.verdict import Verdict
from roadmap_django.examples import Example

MANY = 3
"""From how often on the same statement is called a query for each row."""

MOST = 30
"""How many statements and rows a page shows."""


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
        if not verdict.passed:
            return cls(verdict)
        try:
            return cls._read(verdict, verdict.facts, chosen)
        except (AttributeError, LookupError, TypeError, ValueError):
            # The report was made in the visitor's process, which is theirs to break.
            return cls(verdict, ran=True, problem="The run ended, and its report cannot be read.", count=_queries(0))

    @classmethod
    def _read(cls, verdict: Verdict, facts: Any, chosen: Example | None) -> Outcome:
        result = facts["result"] or {}
        statements = [*facts["statements"]][:MOST]
        planted = chosen if chosen and chosen.budget and not facts["problem"] else None
        return cls(
            verdict,
            ran=True,
            count=_queries(int(facts["count"])),
            milliseconds=float(facts["milliseconds"]),
            repeated=tuple(_repeated(n, one) for n, one in enumerate(statements, 1) if one["times"] >= MANY),
            statements=tuple(_statement(one) for one in statements),
            columns=tuple(map(str, result.get("columns", ()))),
            rows=tuple(tuple(map(str, row)) for row in result.get("rows", ())[:MOST]),
            caption=_caption(result),
            value=str(result.get("text", "")),
            printed=str(facts["printed"]) + ("" if facts["whole"] else "…\n"),
            problem=str(facts["problem"]),
            finding=_finding(facts, planted.budget) if planted else None,
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
    details = [str(text) for _, text in one["plan"]]
    return Statement(
        sql=str(one["sql"]),
        times=int(one["times"]),
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
