"""What somebody who mistyped a word meant: the nearest word that the site has, or none."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

_CANDIDATES = 12


class Vocabulary:
    """The words of all texts, with how often each is said."""

    def __init__(self, said: Mapping[str, int]) -> None:
        self._counts = said
        self._sorted = sorted(self._counts)

    def __contains__(self, word: object) -> bool:
        return word in self._counts

    def begins(self, beginning: str) -> bool:
        """Whether some word begins like that."""
        number = bisect_left(self._sorted, beginning)
        return number < len(self._sorted) and self._sorted[number].startswith(beginning)

    def nearest(self, word: str) -> str | None:
        """The word that was meant, or None if nothing is near enough.

        Fewer mistakes count before frequency, and the first letter is seldom wrong.
        """
        bound = 1 if len(word) < 6 else 2 if len(word) < 10 else 3
        if len(word) < 3:
            return None
        near = process.extract(
            word, self._sorted, scorer=OSA.distance, score_cutoff=bound, limit=_CANDIDATES, processor=None
        )
        ranked = sorted((distance + (found[0] != word[0]), -self._counts[found], found) for found, distance, _ in near)
        return ranked[0][2] if ranked else None
