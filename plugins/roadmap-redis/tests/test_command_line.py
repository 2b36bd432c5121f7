"""Typed lines become arguments as in redis-cli, and what is shown can be typed again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from roadmap_redis.console.command_line import Unbalanced, quoted, split


@pytest.mark.parametrize(
    ("line", "arguments"),
    [
        ("", []),
        ("   \t ", []),
        ("GET greeting", [b"GET", b"greeting"]),
        ("  SET   a  1 ", [b"SET", b"a", b"1"]),
        ('SET a "two words"', [b"SET", b"a", b"two words"]),
        (r'SET a "tab\there \x41\xff \"q\" \\"', [b"SET", b"a", b'tab\there A\xff "q" \\']),
        (r"SET a 'it\'s \n'", [b"SET", b"a", rb"it's \n"]),
        ('SET a ""', [b"SET", b"a", b""]),
        ("SET a ''", [b"SET", b"a", b""]),
        (r"SET a b\n", [b"SET", b"a", rb"b\n"]),
        ('SET pre"fix in" 1', [b"SET", b"prefix in", b"1"]),
        (r'SET a "\xzz"', [b"SET", b"a", b"xzz"]),
        ("SET Käse ✓", [b"SET", "Käse".encode(), "✓".encode()]),
    ],
)
def test_lines_are_split_as_redis_cli_does(line: str, arguments: list[bytes]) -> None:
    assert split(line) == arguments


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('GET "a', "the double quote at position 5 has no end"),
        ("GET 'a", "the single quote at position 5 has no end"),
        ('GET "a"b', "a space must follow"),
        ("GET 'a''b'", "a space must follow"),
        ('GET "a\\', "has no end"),
    ],
)
def test_what_is_wrong_with_a_quote_is_said(line: str, words: str) -> None:
    with pytest.raises(Unbalanced, match=words):
        split(line)


@given(st.text())
def test_any_line_is_split_or_refused(line: str) -> None:
    try:
        arguments = split(line)
    except Unbalanced:
        return
    assert all(isinstance(argument, bytes) for argument in arguments)


@given(st.lists(st.binary(), max_size=5))
def test_what_is_shown_can_be_typed_again(arguments: list[bytes]) -> None:
    line = " ".join(quoted(argument) for argument in arguments)
    assert split(line) == arguments
    assert "\n" not in line


@given(st.text(st.characters(exclude_characters=" \t\n\r\v\f\0\"'", codec="utf-8"), min_size=1))
def test_words_without_quotes_are_taken_as_they_are(word: str) -> None:
    assert split(word) == [word.encode()]
