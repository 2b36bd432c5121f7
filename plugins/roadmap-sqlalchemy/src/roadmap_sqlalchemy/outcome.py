"""What the sandbox saw of one run, in the words of the lens's page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from roadmap.runner.verdict import Verdict

MOST = 60
"""How many steps a page shows."""

KINDS = {"object": "Object", "flush": "Session", "sql": "SQL", "border": "Transaction"}
"""What the time line calls the kinds of its steps."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """A statement in one dialect; `problem` in place of it where the dialect has no such thing."""

    dialect: str
    sql: str
    values: str
    problem: str


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the time line. `kind` is one of KINDS, `where` says by which line of the visitor's code."""

    kind: str
    label: str
    words: str
    where: str
    sql: str
    values: str
    others: tuple[Spelling, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The run as a page shows it. `verdict` alone is there when the code did not survive."""

    verdict: Verdict
    ran: bool = False
    count: str = ""
    spellings: tuple[Spelling, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    caption: str = ""
    value: str = ""
    printed: str = ""
    problem: str = ""
    steps: tuple[Step, ...] = ()
    more: int = 0
    ending: str = ""

    @classmethod
    def of(cls, verdict: Verdict) -> Outcome:
        if not verdict.passed:
            return cls(verdict)
        try:
            return cls._read(verdict, verdict.facts)
        except (AttributeError, LookupError, TypeError, ValueError):
            # The report was made in the visitor's process, which is theirs to break.
            return cls(verdict, ran=True, problem="The run ended, and its report cannot be read.", count=_statements(0))

    @classmethod
    def _read(cls, verdict: Verdict, facts: Any) -> Outcome:
        result = facts["result"] or {}
        return cls(
            verdict,
            ran=True,
            count=_statements(int(facts["count"])),
            spellings=tuple(map(_spelling, facts["dialects"])),
            columns=tuple(map(str, result.get("columns", ()))),
            rows=tuple(tuple(map(str, row)) for row in result.get("rows", ())[:MOST]),
            caption=_caption(result),
            value=str(result.get("text", "")),
            printed=str(facts["printed"]) + ("" if facts["whole"] else "…\n"),
            problem=str(facts["problem"]),
            steps=tuple(map(_step, facts["steps"][:MOST])),
            more=int(facts["more"]),
            ending=_ending(facts["left"]),
        )


def _statements(count: int) -> str:
    return "1 statement" if count == 1 else f"{count} statements"


def _spelling(one: Any) -> Spelling:
    dialect, sql, values, problem = map(str, one)
    return Spelling(dialect, sql, values, problem)


def _step(one: Mapping[str, Any]) -> Step:
    kind = one["kind"]
    line = int(one["line"])
    return Step(
        kind=kind if kind in KINDS else "object",
        label=KINDS[kind],
        words=str(one["words"]),
        where=f"line {line}" if line else "when the result was shown",
        sql=str(one["sql"]),
        values=str(one["values"]),
        others=tuple(map(_spelling, one["others"])),
    )


def _caption(result: Mapping[str, Any]) -> str:
    if result.get("kind") != "rows":
        return ""
    total, shown = result["total"], len(result["rows"])
    said = "1 row" if total == 1 else f"{total} rows"
    return f"Result: {said}" if shown >= total else f"Result: {said}, the first {shown} of them shown"


def _ending(left: Mapping[str, Any]) -> str:
    """What the end of the program made of what was left undone."""
    noted, opened = str(left["noted"]), bool(left["open"])
    if noted:
        return f"The session still has {noted}, never sent. Without a commit nothing of it is kept."
    if opened:
        return "A transaction is still open. At the end of the program it is rolled back, since nobody committed."
    return ""
