"""How things are said, here and in the browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyramid.i18n import make_localizer

from roadmap.runner.verdict import State
from roadmap.site.words import CHECK, RUN, minutes, verdict_words

ENGLISH = make_localizer("en", [])
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
