"""Limits hold for all processes together; a try is counted before it is made."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from roadmap.people import throttle as module
from roadmap.people.models import ThrottleRow
from roadmap.people.throttle import GUESS_ADDRESS, GUESS_NETWORK, MAIL_ADDRESS, Limit, Throttle, Throttled
from roadmap.settings import Settings
from roadmap.storage import make_engine, make_sessionmaker, now, upgrade

THREE = Limit("three", 3, 60)
MANY = Limit("many", 100, 1)


@pytest.fixture
def sessions(database_settings: Settings) -> Iterator[sessionmaker[Session]]:
    engine = make_engine(database_settings)
    upgrade(engine)
    yield make_sessionmaker(engine)
    engine.dispose()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """A function: let so many seconds pass."""
    passed = timedelta()

    def move(seconds: float) -> None:
        nonlocal passed
        passed += timedelta(seconds=seconds)

    def moved() -> datetime:
        return now() + passed

    monkeypatch.setattr(module, "now", moved)
    yield move


def tries(throttle: Throttle, who: str, most: int = 50) -> int:
    """How many pass before one does not."""
    for number in range(most):
        try:
            throttle.spend((THREE, who))
        except Throttled:
            return number
    return most


def test_so_many_at_once_and_then_one_by_one(sessions: sessionmaker[Session], later: object) -> None:
    throttle = Throttle(sessions, "a secret")
    assert tries(throttle, "ada") == 3
    assert tries(throttle, "bob") == 3
    later(59)  # type: ignore[operator]
    with pytest.raises(Throttled) as refused:
        throttle.spend((THREE, "ada"))
    assert refused.value.retry_after in (1, 2)
    later(2)  # type: ignore[operator]
    assert tries(throttle, "ada") == 1
    later(10_000)  # type: ignore[operator]
    assert tries(throttle, "ada") == 3


def test_refused_by_one_nothing_is_counted_by_the_other(sessions: sessionmaker[Session]) -> None:
    throttle = Throttle(sessions, "a secret")
    assert tries(throttle, "ada") == 3
    small = replace(MANY, name="small", burst=1, seconds=3600)
    for _ in range(5):
        with pytest.raises(Throttled):
            throttle.spend((THREE, "ada"), (small, "network"))
    throttle.spend((small, "network"))


def test_what_is_given_back_can_be_spent_again(sessions: sessionmaker[Session]) -> None:
    throttle = Throttle(sessions, "a secret")
    for _ in range(10):
        throttle.spend((THREE, "ada"))
        throttle.give_back((THREE, "ada"))
    assert tries(throttle, "ada") == 3


def test_tries_that_come_together_do_not_all_pass(sessions: sessionmaker[Session]) -> None:
    def one(number: int) -> bool:
        try:
            # As with two processes: each has a throttle of its own, in either order of the two limits.
            Throttle(sessions, "a secret").spend(*[(THREE, "ada"), (MANY, "network")][:: 1 if number % 2 else -1])
        except Throttled:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(one, range(24))) == 3


def test_nobody_can_read_from_it_who_tried_what(sessions: sessionmaker[Session], later: object) -> None:
    throttle = Throttle(sessions, "a secret")
    throttle.spend((GUESS_ADDRESS, "ada@example.org"), (GUESS_NETWORK, "192.0.2.1"))
    Throttle(sessions, "another secret").spend((GUESS_ADDRESS, "ada@example.org"))
    with sessions() as db:
        rows = list(db.scalars(select(ThrottleRow)))
    assert len({row.key for row in rows}) == 3
    assert all(len(row.key) == 64 and "ada" not in row.key for row in rows)
    later(24 * 3600)  # type: ignore[operator]
    throttle.spend((MAIL_ADDRESS, "bob@example.org"))
    with sessions() as db:
        assert len(list(db.scalars(select(ThrottleRow)))) == 1, "what has filled up again is forgotten"


def test_an_address_is_forgotten_with_its_account(sessions: sessionmaker[Session]) -> None:
    throttle = Throttle(sessions, "a secret")
    throttle.spend((GUESS_ADDRESS, "ada@example.org"), (MAIL_ADDRESS, "ada@example.org"))
    throttle.spend((GUESS_ADDRESS, "bob@example.org"))
    with sessions.begin() as db:
        throttle.forget(db, "ada@example.org")
    with sessions() as db:
        assert len(list(db.scalars(select(ThrottleRow)))) == 1
