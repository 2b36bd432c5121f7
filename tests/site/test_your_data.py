"""What is kept on a person: shown, saved as a file, and deleted, with an account and without."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select
from webtest import TestApp

from roadmap.people.models import AccountRow, SetAsideRow, ThrottleRow, VisitorRow
from roadmap.people.passwords import Passwords
from roadmap.plugins import Plugin
from roadmap.runner import Unavailable
from roadmap.storage import Base
from roadmap.testing.mail import link_in, mails
from roadmap.testing.site import Sites

ADA = "ada@example.org"
PASSWORD = "seven words are better than one"
DONE = "/learn/specimen/requests/done"
DRAFT = "/api/v1/me/drafts/specimen/greet"


@pytest.fixture(scope="module")
def data_site(specimen: Plugin, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestApp]:
    folder = tmp_path_factory.mktemp("data")
    with Sites(folder, runner=Unavailable("nothing is run in these tests"), runtimes=folder) as sites:
        app = sites.make([specimen], runner="off", development=True)
        registry: Any = app.app.registry
        quick = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        registry.office = replace(registry.office, passwords=quick)
        yield app


@pytest.fixture
def site(data_site: TestApp) -> Iterator[Any]:
    yield TestApp(data_site.app)
    with data_site.app.registry.sessionmaker.begin() as db:
        for table in (VisitorRow, ThrottleRow):
            db.execute(table.__table__.delete())


@pytest.fixture
def another(site: Any) -> Callable[[], Any]:
    return lambda: TestApp(site.app)


def sign_up(site: Any, address: str = ADA) -> None:
    form = site.get("/account/sign-up").forms[1]
    form["address"] = address
    form.submit(status=303)
    form = site.get(link_in(mails(site.app.registry.roadmap.data)[-1])).forms[1]
    form["password"] = PASSWORD
    form.submit(status=303)


def sign_in(site: Any) -> None:
    form = site.get("/account/sign-in").forms[1]
    form["address"], form["password"] = ADA, PASSWORD
    form.submit(status=303)


def save_draft(site: Any, text: str) -> None:
    site.put_json(DRAFT, {"files": {"greeting.py": text}})


def rows(site: Any) -> int:
    """Of whatever kind."""
    with site.app.registry.sessionmaker() as db:
        counts = [db.scalar(select(func.count()).select_from(table)) for table in Base.metadata.tables.values()]
    return sum(filter(None, counts))


def test_of_a_stranger_nothing_is_kept(site: Any) -> None:
    page = site.get("/your-data")
    assert "Nothing is kept." in page.text
    assert "Set-Cookie" not in page.headers
    assert site.get("/your-data/export").json["data"] == {}
    assert site.get("/your-data/delete", status=303).location.endswith("/your-data")


def test_the_file_has_what_was_done(site: Any) -> None:
    site.post(DONE)
    save_draft(site, "hello")
    sign_up(site)
    answer = site.get("/your-data/export")
    assert answer.content_type == "application/json"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="roadmap-your-data.json"'
    data = answer.json["data"]
    assert [row["item"] for row in data["progress"]] == ["specimen/requests"]
    assert [row["files"] for row in data["drafts"]] == [{"greeting.py": "hello"}]
    assert [row["address"] for row in data["accounts"]] == [ADA]
    assert len(data["sessions"]) == 1
    assert site.cookies["session"] not in answer.text and "argon2" not in answer.text


def test_the_page_shows_what_was_set_aside(site: Any, another: Callable[[], Any]) -> None:
    save_draft(site, "from the first browser")
    sign_up(site)
    elsewhere = another()
    save_draft(elsewhere, "from the <second> browser")
    sign_in(elsewhere)
    assert elsewhere.get(DRAFT).json["files"] == {"greeting.py": "from the <second> browser"}
    page = elsewhere.get("/your-data")
    assert "from the first browser" in page.text and "specimen/greet" in page.text


def test_without_an_account_all_is_deleted(site: Any, another: Callable[[], Any]) -> None:
    other = another()
    other.post(DONE)
    before = rows(site)
    site.post(DONE)
    save_draft(site, "hello")
    page = site.get("/your-data/delete")
    refused = page.forms[1].submit(status=422)
    assert "Tick the box" in refused.text
    form = refused.forms[1]
    form["sure"] = True
    answer = form.submit(status=303)
    assert "visitor" not in site.cookies
    assert "Everything is deleted." in answer.follow().text
    assert rows(site) == before
    assert site.get("/api/v1/me/progress").json["lessons"] == {}
    assert "specimen/requests" in other.get("/api/v1/me/progress").json["lessons"]


def test_an_account_is_deleted_with_all_its_sessions(site: Any, another: Callable[[], Any]) -> None:
    before = rows(site)
    site.post(DONE)
    sign_up(site)
    elsewhere = another()
    save_draft(elsewhere, "hello")
    sign_in(elsewhere)
    form = site.get("/your-data/delete").forms[1]
    form["sure"], form["password"] = True, "wrong"
    page = form.submit(status=422)
    assert "not your password" in page.text
    form = page.forms[1]
    form["sure"], form["password"] = True, PASSWORD
    form.submit(status=303)
    assert "session" not in site.cookies
    assert elsewhere.get("/api/v1/me/progress").json["account"] is None
    with site.app.registry.sessionmaker() as db:
        for table in (AccountRow, VisitorRow, SetAsideRow):
            assert db.scalar(select(func.count()).select_from(table)) == 0
    # The link that was used says nothing of whom; the limit on the network has its digest.
    assert rows(site) <= before + 3
    # One may begin anew.
    sign_up(site)
    assert site.get("/api/v1/me/progress").json["lessons"] == {}


def test_what_another_tab_had_sent_goes_the_same_way(site: Any) -> None:
    """A request that was on its way when the browser signed in still has the old cookie."""
    site.post(DONE)
    old = site.cookies["visitor"]
    sign_up(site)
    late = TestApp(site.app)
    late.set_cookie("visitor", old)
    answer = late.put_json(DRAFT, {"files": {"greeting.py": "late"}})
    (cookie,) = answer.headers.getall("Set-Cookie")
    site.set_cookie("visitor", cookie.partition("=")[2].partition(";")[0])
    answer = site.put("/api/v1/me/lessons/specimen/requests")
    (cookie,) = answer.headers.getall("Set-Cookie")
    assert cookie.startswith("visitor=; Max-Age=0"), "it has done its work"
    assert site.get(DRAFT).json["files"] == {"greeting.py": "late"}
