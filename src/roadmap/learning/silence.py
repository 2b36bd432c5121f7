"""Whose signs of life have stopped: told without anybody's clock, since those of two machines never agree."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping


class Silences:
    """Watches the beats of leases. One whose count has not grown for `seconds` is silent.

    The time is that of the watcher, and only time in which it really watched counts: after a database that was away
    for everybody, nobody is taken for dead.
    """

    def __init__(self, seconds: float, *, longest_gap: float, clock: Callable[[], float] = time.monotonic) -> None:
        """:param longest_gap: between two looks; what is longer is counted as this long."""
        self._seconds = seconds
        self._longest_gap = longest_gap
        self._clock = clock
        self._looked = clock()
        self._seen: dict[str, tuple[int, float]] = {}
        """By lease: its beats, and for how long there has been no other."""

    def look(self, beats: Mapping[str, int]) -> set[str]:
        """Take in what stands in the database now; returns the leases that are silent."""
        now = self._clock()
        passed, self._looked = min(now - self._looked, self._longest_gap), now
        seen = {}
        for lease, count in beats.items():
            before, quiet = self._seen.get(lease, (-1, 0.0))
            seen[lease] = (count, quiet + passed if count == before else 0.0)
        self._seen = seen
        return {lease for lease, (_, quiet) in seen.items() if quiet >= self._seconds}
