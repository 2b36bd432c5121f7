"""Links in mails: ours, young, and used once."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from roadmap.people.links import BadLink, Links, fingerprint
from roadmap.people.models import SpentLinkRow
from roadmap.settings import Settings
from roadmap.storage import make_engine, make_sessionmaker, upgrade

ADA = "ada@example.org"


@pytest.fixture
def sessions(database_settings: Settings) -> Iterator[sessionmaker[Session]]:
    engine = make_engine(database_settings)
    upgrade(engine)
    yield make_sessionmaker(engine)
    engine.dispose()


def later(monkeypatch: pytest.MonkeyPatch, **much: float) -> None:
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + timedelta(**much).total_seconds())


def test_a_link_says_what_it_is_for(monkeypatch: pytest.MonkeyPatch) -> None:
    links = Links("a secret")
    key = links.make(ADA, "state")
    link = links.read(key)
    assert (link.address, link.state) == (ADA, "state")
    assert links.make(ADA, "state") != key
    later(monkeypatch, minutes=59)
    assert links.read(key) == link
    later(monkeypatch, minutes=3)
    with pytest.raises(BadLink):
        links.read(key)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "x",
        Links("another secret").make(ADA, "state"),
        Links("a secret").make(ADA, "state") + "x",
        URLSafeTimedSerializer("a secret", salt="roadmap.people.visitor").dumps(["1", ADA, ""]),
    ],
)
def test_others_are_none(key: str) -> None:
    with pytest.raises(BadLink):
        Links("a secret").read(key)


def test_used_once(sessions: sessionmaker[Session]) -> None:
    links = Links("a secret")
    link, other = (links.read(links.make(ADA, "")) for _ in range(2))
    with sessions.begin() as db:
        links.require_unspent(db, link)
        links.spend(db, link)
    with sessions.begin() as db, pytest.raises(BadLink):
        links.spend(db, link)
    with sessions() as db:
        with pytest.raises(BadLink):
            links.require_unspent(db, link)
        links.require_unspent(db, other)
        assert db.scalar(select(func.count()).select_from(SpentLinkRow)) == 1


def test_not_used_when_what_it_was_used_for_failed(sessions: sessionmaker[Session]) -> None:
    links = Links("a secret")
    link = links.read(links.make(ADA, ""))
    with pytest.raises(ZeroDivisionError), sessions.begin() as db:
        links.spend(db, link)
        raise ZeroDivisionError
    with sessions.begin() as db:
        links.spend(db, link)


def test_the_fingerprint_changes_with_the_password() -> None:
    prints = {fingerprint(account, stored) for account in ("a", "b") for stored in (None, "one", "two")}
    assert len(prints) == 6
