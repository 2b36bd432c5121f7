"""What programs print, made safe: nothing invisible survives, nothing is lost."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.runner.text import Output, visible, visible_json


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("tab\tand\nline", "tab\tand\nline"),
        ("a\r\nb\rc", "a\nb␍c"),
        ("\x00\x1b[31m\x7f", "␀␛[31m␡"),
        ("\x85\x9b", "\\u0085\\u009b"),
        ("\u202ecod\u2066", "\\u202ecod\\u2066"),
        ("zero\u200bwidth\ufeff", "zero\\u200bwidth\\ufeff"),
        ("\ud83d", "\\ud83d"),
        ("\U000e0041", "\\U000e0041"),
        ("héllo 日本 👩‍💻", "héllo 日本 👩‍💻"),
    ],
)
def test_visible(text, shown):
    assert visible(text) == shown


@given(st.text(st.characters(codec=None)))
def test_anything_can_be_stored(text):
    shown = visible(text)
    shown.encode()
    assert "\x00" not in shown
    assert visible(shown) == shown


def test_longest_counts_before_it_is_shown():
    assert visible("x" * 100, 10) == "x" * 9 + "…"


def test_json_is_made_visible_all_the_way_down():
    assert visible_json({"\x00": [{"a": "\u202e"}, 1, None]}) == {"␀": [{"a": "\\u202e"}, 1, None]}
    deep = []
    for _ in range(500):
        deep = [deep]
    assert len(json.dumps(visible_json(deep))) < 100


def test_output_keeps_the_order_and_cuts_at_the_limit():
    output = Output(10)
    assert output.add("app", "stdout", b"ab\n") == "ab\n"
    assert output.add("app", "stderr", b"cd\n") == "cd\n"
    assert not output.truncated
    output.add("app", "stdout", b"123456")
    assert output.truncated
    assert output.text == "ab\ncd\n1234"


def test_characters_split_between_reads_are_whole():
    output = Output(100)
    first, second = "é".encode()[:1], "é".encode()[1:]
    assert output.add("app", "stdout", first) == ""
    assert output.add("app", "stdout", second) == "é"


def test_output_of_several_programs_says_which():
    output = Output(100, labels=True)
    assert output.add("web", "stdout", b"one\ntw") == "web | one\nweb | tw"
    assert output.add("web", "stdout", b"o\n") == "o\n"
    assert output.add("worker", "stderr", b"st") == "worker | st"
    assert output.add("web", "stdout", b"three\n") == "\nweb | three\n"
    assert output.add("worker", "stderr", b"op\n") == "worker | op\n"
    assert output.text == "web | one\nweb | two\nworker | st\nweb | three\nworker | op\n"
    assert output.of("web") == "one\ntwo\nthree\n"
    assert output.of("worker") == "stop\n"
    assert output.of("") == output.text
