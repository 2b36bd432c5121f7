"""Sessions on the server: found by a token that is stored nowhere, seen, ended, and old at some point."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from roadmap.people import sessions as module
from roadmap.people.accounts import new_account
from roadmap.people.device import device_of, network_of
from roadmap.people.models import SessionRow
from roadmap.people.sessions import Sessions
from roadmap.settings import Settings
from roadmap.storage import make_engine, make_sessionmaker, now, upgrade


@pytest.fixture
def db(database_settings: Settings) -> Iterator[Session]:
    engine = make_engine(database_settings)
    upgrade(engine)
    with make_sessionmaker(engine)() as session:
        yield session
    engine.dispose()


@pytest.fixture
def sessions(db: Session) -> Sessions:
    return Sessions(lambda: db)


@pytest.fixture
def ada(db: Session) -> str:
    return new_account(db, "ada@example.org", None).id


def days_later(monkeypatch: pytest.MonkeyPatch, days: float) -> None:
    def then() -> datetime:
        return now() + timedelta(days=days)

    monkeypatch.setattr(module, "now", then)


def test_the_token_is_stored_nowhere(db: Session, sessions: Sessions, ada: str) -> None:
    token = sessions.start(ada, "Firefox on Linux", "203.0.x.x")
    found = sessions.find(token)
    assert found is not None and (found.id, found.address, found.has_password) == (ada, "ada@example.org", False)
    (row,) = db.scalars(select(SessionRow))
    assert token not in str(vars(row)) and len(token) >= 43
    for other in (None, "", "x", row.token_digest, row.id, token + "x"):
        assert sessions.find(other) is None


def test_ended_ones_are_not_found(sessions: Sessions, ada: str) -> None:
    tokens = [sessions.start(ada, f"device {number}", "") for number in range(3)]
    first = sessions.find(tokens[0])
    assert first is not None
    assert {device.device for device in sessions.of(ada)} == {"device 0", "device 1", "device 2"}
    sessions.end("another account", first.session)
    assert sessions.find(tokens[0]) is not None
    sessions.end_all(ada, but=first.session)
    assert [sessions.find(token) is not None for token in tokens] == [True, False, False]
    sessions.end(ada, first.session)
    assert sessions.of(ada) == [] and sessions.find(tokens[0]) is None


def test_one_that_is_not_used_ends(db: Session, sessions: Sessions, ada: str, monkeypatch: pytest.MonkeyPatch) -> None:
    token = sessions.start(ada, "device", "")
    days_later(monkeypatch, 59)
    found = sessions.find(token)
    assert found is not None
    sessions.seen(found.session, "another device", "198.51.x.x")
    assert [(device.device, device.network) for device in sessions.of(ada)] == [("another device", "198.51.x.x")]
    days_later(monkeypatch, 118)
    assert sessions.find(token) is not None
    days_later(monkeypatch, 120)
    assert sessions.find(token) is None and sessions.of(ada) == []
    sessions.start(ada, "new", "")
    assert [row.device for row in db.scalars(select(SessionRow))] == ["new"], "old ones are swept away"


def test_one_that_is_used_all_the_time_ends_all_the_same(
    sessions: Sessions, ada: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = sessions.start(ada, "device", "")
    for days in range(30, 180, 30):
        days_later(monkeypatch, days)
        found = sessions.find(token)
        assert found is not None
        sessions.seen(found.session, "device", "")
    days_later(monkeypatch, 181)
    assert sessions.find(token) is None


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140", "Edge on Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_1) AppleWebKit/605 Safari/605", "Safari on macOS"),
        ("Mozilla/5.0 (iPhone; CPU like Mac OS X) AppleWebKit/605 CriOS/140 Safari/604", "Chrome on iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("curl/8.1", "curl"),
        ("<script>alert(1)</script>", "Unknown browser"),
        ("", "Unknown browser"),
        (None, "Unknown browser"),
    ],
)  # fmt: skip
def test_a_browser_in_words(agent: str | None, words: str) -> None:
    assert device_of(agent) == words


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.x.x"),
        ("2001:db8:1:2::/64", "2001:db8::/32"),
        ("127.0.0.1", "this machine"),
        ("::1", "this machine"),
        ("::/64", "this machine"),
        ("local", ""),
        ("x" * 64, ""),
    ],
)
def test_where_roughly(address: str, network: str) -> None:
    assert network_of(address) == network
