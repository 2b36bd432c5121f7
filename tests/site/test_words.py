"""How things are said, here and in the browser."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pyramid.i18n import make_localizer

from roadmap.languages.web import FOLDER
from roadmap.runner.verdict import State
from roadmap.site.words import CHECK, RUN, day, minutes, moment, verdict_words, waiting_words

ENGLISH, GERMAN, SPANISH = (make_localizer(code, [str(FOLDER)]) for code in ("en", "de", "es"))
WORDS_JS = Path(__file__).parents[2] / "frontend/src/words.js"


def test_every_state_has_words() -> None:
    assert set(CHECK) == set(RUN) == {state.value for state in State}


def test_the_browser_says_the_same() -> None:
    script = WORDS_JS.read_text(encoding="utf-8")
    for words in CHECK.values():
        assert f'"{words}"' in script


def test_a_state_that_a_later_version_adds_is_shown_as_it_is() -> None:
    assert verdict_words(ENGLISH, "melted") == "melted"


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0 minutes"), (1, "1 minute"), (45, "45 minutes"), (60, "1 hour"), (125, "2 hours 5 minutes")],
)
def test_minutes(number: int, words: str) -> None:
    assert minutes(ENGLISH, number) == words


@pytest.mark.parametrize(
    ("number", "german", "spanish"),
    [(0, "0 Minuten", "0 minutos"), (1, "1 Minute", "1 minuto"), (125, "2 Stunden 5 Minuten", "2 horas 5 minutos")],
)
def test_minutes_in_other_languages(number: int, german: str, spanish: str) -> None:
    assert (minutes(GERMAN, number), minutes(SPANISH, number)) == (german, spanish)


@pytest.mark.parametrize(
    ("place", "seconds", "english", "german"),
    [
        (0, None, "", ""),
        (1, None, "", ""),
        (1, 0.2, "", ""),
        (1, 1.2, "You are next, in about 1 second.", "Du bist als Nächstes dran, in etwa 1 Sekunde."),
        (1, 8.0, "You are next, in about 8 seconds.", "Du bist als Nächstes dran, in etwa 8 Sekunden."),
        (3, None, "2 before you in the queue.", "2 vor dir in der Warteschlange."),
        (3, 9.6, "2 before you in the queue, about 10 seconds.", "2 vor dir in der Warteschlange, etwa 10 Sekunden."),
    ],
)
def test_waiting(place: int, seconds: float | None, english: str, german: str) -> None:
    assert (waiting_words(ENGLISH, place, seconds), waiting_words(GERMAN, place, seconds)) == (english, german)


def test_days_are_written_as_the_language_writes_them() -> None:
    then = datetime(2026, 10, 3, 9, 5, tzinfo=UTC)
    assert [day(each, then.date()) for each in (ENGLISH, GERMAN, SPANISH)] == [
        "October 3, 2026",
        "3. Oktober 2026",
        "3 de octubre de 2026",
    ]
    assert moment(GERMAN, then) == "3. Oktober 2026, 09:05 UTC"
