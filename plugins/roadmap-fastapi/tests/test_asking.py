"""What may stand in the form, and the sentence for what may not."""

from __future__ import annotations

import pytest
from roadmap_fastapi.asking import Asking
from roadmap_fastapi.examples import EXAMPLES, example

GOOD = {"source": "app = 1", "method": "POST", "good_path": "/", "good": "{}", "bad_path": "/", "bad": ""}


def test_every_example_can_be_sent():
    assert [one.asking.problems() for one in EXAMPLES] == [{}] * len(EXAMPLES)


@pytest.mark.parametrize("number", [None, "", "0", "99", "two", "2' OR 1=1"])
def test_an_unknown_example_is_none(number):
    assert example(number) is None


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("source", " \n", "app.py is empty"),
        ("source", "x" * 40_000, "larger than 32 KiB"),
        ("source", "a\x00b", "null character"),
        ("method", "BREW", "The method is one of"),
        ("method", "", "The method is one of"),
        ("good_path", "teas", "begins with a slash"),
        ("bad_path", "/" + "a" * 2000, "longer than 2000"),
        ("bad_path", "/a#b", "never leaves a browser"),
        ("good_path", "/a\r\nHost: evil", "control character"),
        ("good", "ü" * 40_000, "larger than 64 KiB"),
        ("bad", "ü" * 40_000, "larger than 64 KiB"),
    ],
)
def test_a_problem_is_said_at_its_field(field, value, words):
    problems = Asking.of({**GOOD, field: value}).problems()
    assert list(problems) == [field]
    assert words in problems[field]


def test_what_a_browser_sends_is_read_kindly():
    asking = Asking.of({**GOOD, "source": "a\r\nb\r\n", "good_path": " /ü b?q=%20 "})
    assert asking.source == "a\nb\n"
    assert asking.as_input()["good"] == {"target": "/%C3%BC%20b?q=%20", "body": "{}"}


def test_fields_that_are_missing_or_no_text_are_empty():
    assert Asking.of({"source": object()}) == Asking(method="", good_path="", bad_path="")
