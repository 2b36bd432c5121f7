"""What may stand in the lab's form, and the sentence for what may not."""

from __future__ import annotations

import pytest
from roadmap_flask.asking import Asking
from roadmap_flask.examples import EXAMPLES, example

GOOD = {"source": "app = 1", "method": "GET", "path": "/", "headers": "", "body": ""}


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
        ("method", "", "A method is a word"),
        ("method", "GET /", "A method is a word"),
        ("method", "CONNECT", "no proxy here"),
        ("path", "hello", "begins with a slash"),
        ("path", "/" + "a" * 2000, "longer than 2000"),
        ("path", "/a#b", "never leaves a browser"),
        ("path", "/a\r\nHost: evil", "control character"),
        ("headers", "Accept", "no colon"),
        ("headers", "X-A: 1\nBad Name: 2", "Header 2:"),
        ("headers", "Content-Length: 5", "set by the client itself"),
        ("headers", "X-A: \x00", "not plain ASCII"),
        ("headers", "X-A: 1\rX-B: 2", "not plain ASCII"),
        ("headers", "\n".join(f"X-{n}: 1" for n in range(31)), "at most 30"),
        ("headers", f"X-A: {'a' * 3000}", "longer than 2000"),
        ("body", "ü" * 40_000, "larger than 64 KiB"),
    ],
)
def test_a_problem_is_said_at_its_field(field, value, words):
    problems = Asking.of({**GOOD, field: value}).problems()
    assert list(problems) == [field]
    assert words in problems[field]


def test_what_a_browser_sends_is_read_kindly():
    asking = Asking.of({**GOOD, "source": "a\r\nb\r\n", "method": " patch ", "path": " /ü b?q=%20 "})
    assert (asking.source, asking.method) == ("a\nb\n", "PATCH")
    assert asking.target == "/%C3%BC%20b?q=%20"
    assert asking.problems() == {}


def test_fields_that_are_missing_or_no_text_are_empty():
    assert Asking.of({"source": object()}) == Asking(method="", path="")


def test_headers_become_pairs_and_keep_their_order():
    asking = Asking.of({**GOOD, "headers": "X-B: 1\r\n\r\nX-A:two : three \r\n"})
    assert asking.as_input()["headers"] == [["X-B", "1"], ["X-A", "two : three"]]
