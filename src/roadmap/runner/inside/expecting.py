"""`expect(got).equals(want)`: comparisons whose two sides go into the verdict, and mistakes with words of their own."""

from __future__ import annotations

import reprlib
from collections.abc import Iterable, Mapping
from typing import Any

_LONGEST = 1000


class Unexpected(AssertionError):
    """A comparison that did not hold, with both sides as bounded text."""

    def __init__(self, message: str, expected: str, got: str) -> None:
        super().__init__(message)
        self.expected = expected
        self.got = got


def brief(value: object) -> str:
    """`value` as Python would write it, in at most a thousand characters, however large it is."""
    short = reprlib.Repr()
    short.maxlist = short.maxtuple = short.maxdict = short.maxset = short.maxfrozenset = short.maxdeque = 40
    short.maxlevel, short.maxstring, short.maxother, short.maxlong = 8, 600, 600, 100
    text = short.repr(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


class Expectation:
    """What was got, waiting to be compared."""

    def __init__(self, got: object) -> None:
        self._got = got

    def equals(
        self,
        want: object,
        if_equals: Mapping[Any, str] | Iterable[tuple[Any, str]] = (),
        message: str = "",
    ) -> None:
        """Fail unless it equals `want`; `if_equals` pairs known wrong values with words for them."""
        if _same(self._got, want):
            return
        known = if_equals.items() if isinstance(if_equals, Mapping) else if_equals
        for wrong, words in known:
            if _same(self._got, wrong):
                raise self._unexpected(words, brief(want))
        raise self._unexpected(message or "This is not the expected value.", brief(want))

    def contains(self, part: Any, message: str = "") -> None:
        try:
            held = part in self._got  # type: ignore[operator]
        except TypeError:
            held = False
        if not held:
            raise self._unexpected(message or "A part is missing.", f"something with {brief(part)} in it")

    def is_between(self, low: Any, high: Any, message: str = "") -> None:
        try:
            held = low <= self._got <= high
        except TypeError:
            held = False
        if not held:
            raise self._unexpected(message or "This is out of range.", f"between {brief(low)} and {brief(high)}")

    def _unexpected(self, message: str, expected: str) -> Unexpected:
        return Unexpected(message, expected, brief(self._got))


def _same(left: object, right: object) -> bool:
    """Equal, and not by Python's habit of taking True for 1."""
    return left == right and isinstance(left, bool) == isinstance(right, bool)
