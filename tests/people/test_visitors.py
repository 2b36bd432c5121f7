"""Visitors: a signed cookie that nobody else can make, and none before something is changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from itsdangerous import URLSafeTimedSerializer
from pyramid.config import Configurator
from pyramid.response import Response
from sqlalchemy import delete, func, select
from webtest import TestApp

from roadmap.people import VisitorRow
from roadmap.people.cookie import LIFETIME, VisitorCookie
from roadmap.settings import Settings


def _site(settings: Settings) -> TestApp:
    with Configurator(settings={}) as config:
        config.registry.roadmap = settings
        config.include("roadmap.storage")
        config.include("roadmap.people")
        config.add_route("who", "/")
        config.add_view(lambda r: Response(r.visitor.id if r.visitor else "nobody"), route_name="who")
        config.add_view(
            lambda r: Response(r.ensure_visitor().id + r.visitor.id), route_name="who", request_method="POST"
        )
    app = TestApp(config.make_wsgi_app())
    app.sessions = config.registry.sessionmaker
    return app


@pytest.fixture
def site(database_settings: Settings) -> Iterator[Any]:
    app = _site(database_settings)
    yield app
    app.sessions.kw["bind"].dispose()


def _count(site: Any) -> int:
    with site.sessions() as db:
        return db.scalar(select(func.count()).select_from(VisitorRow)) or 0


def test_reading_sets_no_cookie_and_stores_nothing(site: Any) -> None:
    answer = site.get("/")
    assert answer.text == "nobody"
    assert "Set-Cookie" not in answer.headers
    assert _count(site) == 0


def test_changing_something_makes_a_visitor_who_is_known_from_then_on(site: Any) -> None:
    made = site.post("/").text
    assert made[:32] == made[32:]
    assert site.get("/").text == made[:32]
    again = site.post("/")
    assert again.text == made and "Set-Cookie" not in again.headers
    assert _count(site) == 1


def test_the_cookie_is_for_this_site_alone(site: Any) -> None:
    cookie = site.post("/").headers["Set-Cookie"]
    assert cookie.startswith("visitor=")
    for flag in ("HttpOnly", "SameSite=Lax", "Path=/", f"Max-Age={LIFETIME.days * 86400}"):
        assert flag in cookie
    assert "secure" not in cookie.lower()


def test_the_cookie_is_secure_where_the_operator_says_so(database_settings: Settings) -> None:
    site = _site(replace(database_settings, secure_cookies=True))
    assert "; secure" in site.post("/").headers["Set-Cookie"].lower()
    site.sessions.kw["bind"].dispose()


@pytest.mark.parametrize(
    "value",
    [
        "",
        "nonsense",
        "a" * 32,
        "\x7f\x80",
        VisitorCookie("another secret", secure=False).value("a" * 32),
        URLSafeTimedSerializer("a secret for tests", salt="another.purpose").dumps("a" * 32),
        VisitorCookie("a secret for tests", secure=False).value("a" * 32) + "x",
        VisitorCookie("a secret for tests", secure=False).value("../../etc/passwd"),
        URLSafeTimedSerializer("a secret for tests", salt="roadmap.people.visitor").dumps({"id": "a" * 32}),
    ],
)
def test_a_cookie_that_we_did_not_make_is_no_visitor(site: Any, value: str) -> None:
    assert site.get("/", headers={"Cookie": f"visitor={value}"}).text == "nobody"


def test_a_cookie_lives_for_400_days_and_is_renewed_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    import time
    from datetime import timedelta

    cookie = VisitorCookie("s", secure=False)
    value, real = cookie.value("a" * 32), time.time

    def days_later(days: float) -> None:
        monkeypatch.setattr(time, "time", lambda: real() + timedelta(days=days).total_seconds())

    assert cookie.read(value) is not None
    days_later(399)
    assert cookie.read(value) is not None
    days_later(401)
    assert cookie.read(value) is None


def test_a_good_cookie_without_a_row_gets_its_row_back(site: Any) -> None:
    made = site.post("/").text
    with site.sessions.begin() as db:
        db.execute(delete(VisitorRow))
    assert site.post("/").text == made
    assert _count(site) == 1


def test_without_a_secret_there_is_no_site() -> None:
    with pytest.raises(ValueError, match=r"roadmap\.secret is empty"):
        VisitorCookie("", secure=False)
