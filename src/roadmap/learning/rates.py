"""How much one visitor and one address may ask for: a bucket for each that fills up again over a minute."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from roadmap.learning.errors import TooMany

BUCKETS = 50_000
"""At most this many are remembered; those unused for longest are full again anyway."""


class RateLimit:
    """A token bucket for each key: `per_minute` at once, and then as many in every minute.

    Kept in the memory of the process, not in the database: what is refused must cost nothing, and a restart may forget.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._capacity = max(1, per_minute)
        self._rate = self._capacity / 60
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def wait(self, key: str) -> float:
        """Seconds until `key` may ask again; 0 if it may now."""
        with self._lock:
            return max(0.0, (1 - self._level(key)) / self._rate)

    def take(self, key: str) -> None:
        with self._lock:
            self._buckets[key] = (max(0.0, self._level(key) - 1), self._clock())
            self._buckets.move_to_end(key)
            while len(self._buckets) > BUCKETS:
                self._buckets.popitem(last=False)

    def _level(self, key: str) -> float:
        level, then = self._buckets.get(key, (float(self._capacity), self._clock()))
        return min(float(self._capacity), level + (self._clock() - then) * self._rate)


class Rates:
    """Both limits together: whoever drops their cookie to be a new visitor still has an address."""

    def __init__(self, per_visitor: int, per_address: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._visitors = RateLimit(per_visitor, clock)
        self._addresses = RateLimit(per_address, clock)

    def spend(self, visitor: str | None, address: str) -> None:
        """Count one submission.

        :raises TooMany: and counts nothing.
        """
        wait = max(self._visitors.wait(visitor) if visitor else 0.0, self._addresses.wait(address))
        if wait > 0:
            raise TooMany(math.ceil(wait))
        if visitor:
            self._visitors.take(visitor)
        self._addresses.take(address)
