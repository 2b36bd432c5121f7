"""How states, times, numbers and difficulties are said, in the language of a localizer.

frontend/src/words.js says verdicts the same way: the page brings it these very texts.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from babel.dates import format_date
from pyramid.i18n import Localizer

from roadmap.catalogue.verified import Stamp
from roadmap.languages import DOMAIN, _

CHECK = {
    "passed": _("Every requirement holds"),
    "failed": _("Not yet: some requirements do not hold"),
    "error": _("The program did not start"),
    "crashed": _("The program crashed"),
    "time_limit": _("The program ran out of time"),
    "memory_limit": _("The program used too much memory"),
    "output_limit": _("The program printed too much"),
    "unavailable": _("This site could not run it; that is not your fault"),
}
RUN = CHECK | {
    "passed": _("The program ended normally"),
    "failed": _("The program ended with an error"),
    "error": _("The program ended with an error"),
}
OUTCOMES = {
    "passed": _("Holds"),
    "failed": _("Fails"),
    "error": _("Broke"),
    "not_reached": _("Not reached"),
    "waiting": _("Not checked yet"),
}
STATES = {"queued": _("Queued"), "running": _("Running"), "finished": _("Finished"), "cancelled": _("Cancelled")}
KINDS = {
    "section": _("Section"),
    "lesson": _("Lesson"),
    "exercise": _("Exercise"),
    "quiz": _("Quiz"),
    "sample": _("Sample"),
}
DIFFICULTIES = {1: _("First steps"), 2: _("Easy"), 3: _("Medium"), 4: _("Hard"), 5: _("Very hard")}


def verdict_words(localizer: Localizer, state: Any, kind: str = "check") -> str:
    words: Mapping[str, str] = RUN if kind == "run" else CHECK
    return _translated(localizer, words.get(str(state), str(state)))


def outcome_words(localizer: Localizer, outcome: Any) -> str:
    """How one requirement fared."""
    return _translated(localizer, OUTCOMES[str(outcome)])


def state_words(localizer: Localizer, state: Any) -> str:
    """Where a submission is on its way."""
    return _translated(localizer, STATES.get(str(state), str(state)))


def waiting_words(localizer: Localizer, place: int, seconds: float | None) -> str:
    """Where one stands in the queue, and for how long where that was measured; empty for who is about to begin."""
    known = seconds is not None and seconds >= 0.5
    about = max(1, round(seconds)) if known and seconds is not None else 0
    if place > 1:
        words = localizer.pluralize(
            "${number} before you in the queue.",
            "${number} before you in the queue.",
            place - 1,
            domain=DOMAIN,
            mapping={"number": place - 1},
        )
        if not known:
            return str(words)
        words = localizer.pluralize(
            "${number} before you in the queue, about ${seconds} second.",
            "${number} before you in the queue, about ${seconds} seconds.",
            about,
            domain=DOMAIN,
            mapping={"number": place - 1, "seconds": about},
        )
        return str(words)
    if place != 1 or not known:
        return ""
    return str(
        localizer.pluralize(
            "You are next, in about ${seconds} second.",
            "You are next, in about ${seconds} seconds.",
            about,
            domain=DOMAIN,
            mapping={"seconds": about},
        )
    )


def kind_word(localizer: Localizer, kind: str) -> str:
    """What a page is."""
    return _translated(localizer, KINDS[str(kind)])


def minutes(localizer: Localizer, number: int) -> str:
    """As one says it: "1 minute", "45 minutes", "2 hours 5 minutes"."""
    hours, rest = divmod(number, 60)
    parts = []
    if hours:
        parts.append(
            localizer.pluralize("${number} hour", "${number} hours", hours, domain=DOMAIN, mapping={"number": hours})
        )
    if rest or not hours:
        parts.append(
            localizer.pluralize("${number} minute", "${number} minutes", rest, domain=DOMAIN, mapping={"number": rest})
        )
    return " ".join(parts)


def difficulty(localizer: Localizer, level: int) -> str:
    return _translated(localizer, DIFFICULTIES.get(level, str(level)))


def day(localizer: Localizer, value: date) -> str:
    """ "November 22, 2026", "22. November 2026"."""
    return format_date(value, "long", locale=localizer.locale_name)


def stamp_words(localizer: Localizer, stamp: Stamp) -> str:
    """What ran and when: "Flask 3.1.3, 22 Nov 2026"."""
    # Translators: how a day is written briefly, in the letters of Unicode's date patterns: "22 Nov 2026".
    pattern = _translated(localizer, _("d MMM y"))
    return f"{stamp.software}, {format_date(stamp.day, pattern, locale=localizer.locale_name)}"


def moment(localizer: Localizer, value: datetime) -> str:
    """A day and a time of day, in UTC, as all of the database's times are."""
    return f"{day(localizer, value)}, {value:%H:%M} UTC"


def _translated(localizer: Localizer, text: str) -> str:
    words: str = localizer.translate(text)
    return words
