"""What may stand in the lens's form, and the sentence for what may not."""

from __future__ import annotations

import pytest
from roadmap_sqlalchemy.asking import Asking
from roadmap_sqlalchemy.examples import EXAMPLES, example


def test_every_example_can_be_run():
    assert [one.asking.problem for one in EXAMPLES] == [""] * len(EXAMPLES)


@pytest.mark.parametrize("number", [None, "", "0", "99", "two", "2' OR 1=1"])
def test_an_unknown_example_is_none(number):
    assert example(number) is None


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("", "nothing to run"),
        (" \n\t", "nothing to run"),
        ("ü" * 5000, "larger than 8 KiB"),
        ("a\x00", "null character"),
    ],
)
def test_a_problem_is_said(code, words):
    assert words in Asking(code).problem


def test_what_a_browser_sends_is_read_kindly():
    assert Asking.of({"code": "a = 1\r\na\r\n"}) == Asking("a = 1\na\n")


@pytest.mark.parametrize("value", [None, object(), b"bytes"])
def test_what_is_no_text_is_empty(value):
    assert Asking.of({"code": value}) == Asking("")
