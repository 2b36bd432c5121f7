"""Limits: so many at once, as many again in each minute, and not one more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.learning import TooMany, rates
from roadmap.learning.rates import RateLimit, Rates


class Clock:
    def __init__(self) -> None:
        self.time = 0.0

    def __call__(self) -> float:
        return self.time


def test_a_minute_brings_back_what_a_minute_allows() -> None:
    clock = Clock()
    limits = Rates(6, 100, clock)
    for _ in range(6):
        limits.spend("me", "192.0.2.1")
    with pytest.raises(TooMany) as refused:
        limits.spend("me", "192.0.2.1")
    assert refused.value.retry_after == 10
    limits.spend("you", "192.0.2.1")
    clock.time = 10.0
    limits.spend("me", "192.0.2.1")


def test_what_is_refused_costs_nothing() -> None:
    clock = Clock()
    limits = Rates(1, 2, clock)
    limits.spend("me", "a")
    for _ in range(10):
        with pytest.raises(TooMany):
            limits.spend("me", "a")
    limits.spend("you", "a")


def test_the_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates, "BUCKETS", 10)
    limit = RateLimit(1, Clock())
    for number in range(100):
        limit.take(str(number))
    assert len(limit._buckets) == 10


@given(st.integers(1, 20), st.lists(st.floats(0, 30), max_size=100))
def test_never_more_than_the_limit_and_its_refill(per_minute: int, pauses: list[float]) -> None:
    clock = Clock()
    limit = RateLimit(per_minute, clock)
    taken = 0
    for pause in pauses:
        clock.time += pause
        if limit.wait("me") == 0:
            limit.take("me")
            taken += 1
    assert taken <= per_minute + clock.time * per_minute / 60 + 1e-6
