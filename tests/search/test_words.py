"""How text becomes words, and what somebody who mistyped one meant."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.search.spelling import Vocabulary
from roadmap.search.words import asked, parts_of, stem, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Two words.", ["two", "words"]),
        ("select_related", ["select_related", "select", "related"]),
        ("@app.task", ["app.task", "app", "task"]),
        ("docker-compose.yml", ["docker-compose.yml", "docker", "compose", "yml"]),
        ("QuerySet.get_x", ["queryset.get_x", "queryset", "get_x", "query", "set", "get", "x"]),
        ("HTTPResponse", ["httpresponse", "http", "response"]),
        ("Éclair", ["eclair"]),
        ("C++ and C#", ["c++", "and", "c#"]),
        ("(a, b)", ["a", "b"]),
        ("…", []),
    ],
)
def test_words(text: str, found: list[str]) -> None:
    assert [word.text for word in words(text)] == found


@given(st.text())
def test_words_know_where_they_stand(text: str) -> None:
    places = [0]
    for word in words(text):
        assert 0 <= word.start < word.end <= len(text)
        assert word.place >= places[-1]
        places.append(word.place)
    assert all(asked(text))


def test_a_stem_is_what_words_have_in_common() -> None:
    assert stem("queries") == stem("query")
    assert stem("app.tasks") == "app.tasks"
    assert parts_of("flask.Flask_x") == ["flask", "flask", "x"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("decoratr", "decorator"),
        ("flaks", "flask"),
        ("eflask", "flask"),
        ("cat", None),
        ("fl", None),
        ("flasx", "flask"),
        ("something else", None),
    ],
)
def test_spelling(typed: str, meant: str | None) -> None:
    said = ["flask"] * 3 + ["flash", "decorator", "decorated", "query"]
    assert Vocabulary(Counter(said)).nearest(typed) == meant


def test_what_a_word_may_begin() -> None:
    vocabulary = Vocabulary({"query": 1, "select": 1})
    assert vocabulary.begins("que") and vocabulary.begins("query")
    assert not vocabulary.begins("queryx") and not vocabulary.begins("zzz")
