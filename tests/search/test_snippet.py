"""The piece of a passage that is shown: where the words are, marked, and cut between words."""

from __future__ import annotations

from collections import Counter

from roadmap.search.passages import Kind, Page, Passage
from roadmap.search.query import understood
from roadmap.search.snippet import WIDTH, Matcher
from roadmap.search.spelling import Vocabulary

PAGE = Page(Kind.LESSON, "s", "S", "Title", "/learn/s/l")


def snippet(typed: str, text: str, code: str = "", summary: str = "") -> tuple[tuple[str, bool], ...]:
    vocabulary = Vocabulary(Counter(f"{text} {code}".lower().split()))
    return Matcher(understood(typed, vocabulary)).snippet(Passage(PAGE, "", PAGE.url, text, code, summary))


def test_every_form_of_a_word_is_marked() -> None:
    assert snippet("query ", "Queries ask. A query asks.") == (
        ("Queries", True),
        (" ask. A ", False),
        ("query", True),
        (" asks.", False),
    )


def test_the_beginning_of_an_unfinished_word_is_enough() -> None:
    assert ("migrations", True) in snippet("migr", "All migrations run.")


def test_a_long_text_is_cut_between_words_around_what_was_found() -> None:
    text = "word " * 500 + "needle " + "word " * 500
    pieces = snippet("needle", text)
    shown = "".join(text for text, _ in pieces)
    assert ("needle", True) in pieces
    assert shown.startswith("… word ") and shown.endswith(" …") and len(shown) <= WIDTH + 30


def test_the_stretch_with_most_of_the_words_is_shown() -> None:
    text = "red " + "filler " * 100 + "red and blue " + "filler " * 100
    assert [piece for piece, match in snippet("red blue", text) if match] == ["red", "blue"]


def test_code_is_shown_where_the_words_are_there_only() -> None:
    assert ("jsonify", True) in snippet("jsonify", "Some prose.", "from flask import jsonify")


def test_a_page_that_was_found_by_its_title_shows_its_summary() -> None:
    assert snippet("title", "Text of it.", summary="What it is about.") == (("What it is about.", False),)


def test_a_snippet_is_a_piece_of_the_text_as_it_is() -> None:
    pieces = snippet("alert", "<script>alert(1)</script> & more")
    assert "".join(text for text, _ in pieces) == "<script>alert(1)</script> & more"
