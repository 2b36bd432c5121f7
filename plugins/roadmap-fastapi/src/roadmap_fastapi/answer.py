"""What the sandbox saw, in the words of the page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from roadmap.runner.verdict import Verdict
from roadmap_fastapi.document import Document

TITLES = {"good": "The good request", "bad": "The bad request"}
SHOWN_MISTAKES = 20


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer; `mistakes` are the rows of a 422: place, message, type."""

    title: str
    request: str
    body_sent: str = ""
    problem: str = ""
    status: str = ""
    milliseconds: float = 0.0
    text: str = ""
    note: str = ""
    mistakes: tuple[tuple[str, str, str], ...] = ()

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Exchange:
        title, request = TITLES[facts["name"]], f"{facts['method']} {facts['target']}"
        if facts.get("problem"):
            return cls(title, request, facts["body"], problem=facts["problem"])
        text, mistakes = _read(facts)
        return cls(
            title,
            request,
            facts["body"],
            status=f"{facts['status']} {facts['reason']}".strip(),
            milliseconds=facts["milliseconds"],
            text=text,
            note=_note(facts),
            mistakes=mistakes,
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """`verdict` alone is there when the program did not start or did not survive."""

    verdict: Verdict
    document: Document | None = None
    exchanges: tuple[Exchange, ...] = ()

    @classmethod
    def of(cls, verdict: Verdict) -> Answer:
        facts = verdict.facts
        if not verdict.passed or not isinstance(facts, Mapping):
            return cls(verdict)
        return cls(verdict, Document.of(facts["document"]), tuple(Exchange.of(one) for one in facts["answers"]))


def _read(facts: Mapping[str, Any]) -> tuple[str, tuple[tuple[str, str, str], ...]]:
    """The body, indented if it is JSON, and the mistakes that it lists as FastAPI does."""
    text = facts["text"]
    try:
        told = json.loads(text) if facts["whole"] else None
    except (ValueError, RecursionError):
        told = None
    if told is None:
        return text, ()
    detail = told.get("detail") if isinstance(told, dict) else None
    listed = detail if facts["status"] == 422 and isinstance(detail, list) else []
    mistakes = tuple(_mistake(one) for one in listed[:SHOWN_MISTAKES] if isinstance(one, dict))
    return json.dumps(told, indent=2, ensure_ascii=False), mistakes


def _mistake(one: Mapping[str, Any]) -> tuple[str, str, str]:
    place = one.get("loc")
    steps = place if isinstance(place, list) else [place]
    return ".".join(map(str, steps)), str(one.get("msg", "")), str(one.get("type", ""))


def _note(facts: Mapping[str, Any]) -> str:
    if facts["status"] == 500:
        return (
            "The program raised, or its answer does not fit its response model. The traceback is below, in what it "
            "printed."
        )
    if not facts["whole"]:
        return "The body goes on; this is the beginning."
    return "" if facts["text"] else "The body is empty."
