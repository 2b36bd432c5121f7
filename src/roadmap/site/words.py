"""How states, times and difficulties are said; frontend/src/words.js says verdicts the same way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

CHECK = {
    "passed": "Every requirement holds",
    "failed": "Not yet: some requirements do not hold",
    "error": "The program did not start",
    "crashed": "The program crashed",
    "time_limit": "The program ran out of time",
    "memory_limit": "The program used too much memory",
    "output_limit": "The program printed too much",
    "unavailable": "This site could not run it; that is not your fault",
}
RUN = CHECK | {
    "passed": "The program ended normally",
    "failed": "The program ended with an error",
    "error": "The program ended with an error",
}
KINDS = {"section": "Section", "lesson": "Lesson", "exercise": "Exercise", "quiz": "Quiz", "sample": "Sample"}
DIFFICULTIES = {1: "First steps", 2: "Easy", 3: "Medium", 4: "Hard", 5: "Very hard"}


def verdict_words(state: Any, kind: str = "check") -> str:
    words: Mapping[str, str] = RUN if kind == "run" else CHECK
    return words.get(str(state), str(state))


def waiting_words(place: int, seconds: float | None) -> str:
    """Where one stands in the queue, and for how long where that was measured; empty for who is about to begin."""
    about = f"about {_counted(max(1, round(seconds)), 'second')}" if seconds is not None and seconds >= 0.5 else ""
    if place > 1:
        return f"{place - 1} before you in the queue{', ' + about if about else ''}."
    return f"You are next, in {about}." if place and about else ""


def kind_word(kind: str) -> str:
    """What a page is."""
    return KINDS[str(kind)]


def minutes(number: int) -> str:
    """As one says it: "1 minute", "45 minutes", "2 hours 5 minutes"."""
    hours, rest = divmod(number, 60)
    parts = [_counted(hours, "hour")] if hours else []
    if rest or not hours:
        parts.append(_counted(rest, "minute"))
    return " ".join(parts)


def difficulty(level: int) -> str:
    return DIFFICULTIES.get(level, str(level))


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
