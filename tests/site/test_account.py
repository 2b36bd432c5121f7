"""Accounts without scripts: signing up, in and out, passwords, sessions; and what strangers learn: nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select
from webtest import TestApp

from roadmap.people.models import AccountRow, SessionRow, ThrottleRow, VisitorRow
from roadmap.people.passwords import Passwords
from roadmap.plugins import Plugin
from roadmap.runner import Unavailable
from roadmap.testing.mail import link_in, mails
from roadmap.testing.site import Sites

ADA = "ada@example.org"
PASSWORD = "seven words are better than one"
DONE = "/learn/specimen/requests/done"


@pytest.fixture(scope="module")
def accounts_site(specimen: Plugin, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestApp]:
    folder = tmp_path_factory.mktemp("accounts")
    with Sites(folder, runner=Unavailable("nothing is run in these tests"), runtimes=folder) as sites:
        app = sites.make([specimen], runner="off", development=True)
        registry: Any = app.app.registry
        # Argon2id as everywhere, but not as slow: there are hundreds of hashes in these tests.
        quick = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        registry.office = replace(registry.office, passwords=quick)
        yield app


@pytest.fixture
def site(accounts_site: TestApp) -> Iterator[Any]:
    """Nobody is known, and nobody has tried anything."""
    yield TestApp(accounts_site.app)
    with accounts_site.app.registry.sessionmaker.begin() as db:
        for table in (VisitorRow, ThrottleRow):
            db.execute(table.__table__.delete())


@pytest.fixture
def another(site: Any) -> Callable[[], Any]:
    """A function: another browser."""
    return lambda: TestApp(site.app)


def data(site: Any) -> Path:
    path: Path = site.app.registry.roadmap.data
    return path


def ask(site: Any, page: str, address: str, status: int = 303) -> Any:
    form = site.get(f"/account/{page}").forms[1]
    form["address"] = address
    return form.submit(status=status)


def use(site: Any, link: str, password: str = PASSWORD, status: int = 303) -> Any:
    form = site.get(link).forms[1]
    form["password"] = password
    return form.submit(status=status)


def sign_up(site: Any, address: str = ADA) -> None:
    ask(site, "sign-up", address)
    use(site, link_in(mails(data(site))[-1]))


def sign_in(site: Any, address: str = ADA, password: str = PASSWORD, status: int = 303, then: str = "") -> Any:
    form = site.get("/account/sign-in" + (f"?next={then}" if then else "")).forms[1]
    form["address"], form["password"] = address, password
    return form.submit(status=status)


def is_signed_in(site: Any) -> bool:
    """As the page says, and the small call by which all others find out."""
    page = "Where you are signed in" in site.get("/account").text
    assert (site.get("/api/v1/me/progress").json["account"] is not None) == page
    return page


def count(site: Any, model: Any) -> int:
    with site.app.registry.sessionmaker() as db:
        return db.scalar(select(func.count()).select_from(model)) or 0


def test_signing_up_keeps_what_was_done_before(site: Any) -> None:
    site.post(DONE)
    sign_up(site)
    page = site.get("/account")
    assert ADA in page.text and "this browser" in page.text
    assert "specimen/requests" in site.get("/api/v1/me/progress").json["lessons"]
    assert "visitor" not in site.cookies, "the account is known by its session alone"


def test_signing_in_elsewhere_brings_both_together(site: Any, another: Callable[[], Any]) -> None:
    site.post(DONE)
    sign_up(site)
    elsewhere = another()
    elsewhere.put("/api/v1/me/lessons/specimen/answers", status="*")
    elsewhere.post_json("/api/v1/me/quizzes/specimen/verbs", {"chosen": [0]}, status="*")
    sign_in(elsewhere)
    assert "specimen/requests" in elsewhere.get("/api/v1/me/progress").json["lessons"]
    assert site.get("/api/v1/me/progress").json == elsewhere.get("/api/v1/me/progress").json


def test_signed_out_the_browser_is_nobodys(site: Any) -> None:
    site.post(DONE)
    sign_up(site)
    site.get("/account").forms[1].submit(status=303)
    assert site.get("/api/v1/me/progress").json["lessons"] == {}
    assert not is_signed_in(site)
    assert count(site, SessionRow) == 0


def test_an_old_cookie_of_the_visitor_does_not_open_the_account(site: Any, another: Callable[[], Any]) -> None:
    site.post(DONE)
    thief = another()
    thief.set_cookie("visitor", site.cookies["visitor"])
    sign_up(site)
    assert thief.get("/api/v1/me/progress").json["lessons"] == {}
    thief.post(DONE)
    assert count(site, VisitorRow) == 2


def test_a_new_session_id_at_each_sign_in(site: Any) -> None:
    sign_up(site)
    first = site.cookies["session"]
    site.set_cookie("session", "planted-by-somebody-else")
    sign_in(site)
    second = site.cookies["session"]
    assert len({first, second, "planted-by-somebody-else"}) == 3


def test_what_a_stranger_sees_is_the_same_for_a_known_and_an_unknown_address(
    site: Any, another: Callable[[], Any]
) -> None:
    sign_up(site)
    for page in ("sign-up", "forgotten"):
        known, unknown = (ask(another(), page, address) for address in (ADA, "bob@example.org"))
        assert (known.status, known.location, known.body) == (unknown.status, unknown.location, unknown.body)
    sent = mails(data(site))[-4:]
    assert [mail["To"] for mail in sent] == [ADA, "bob@example.org"] * 2, "both get a mail, and it takes as long"
    wrong, nobody = (
        sign_in(another(), address, "a wrong password", status=422) for address in (ADA, "bob@example.org")
    )
    assert _masked(wrong.text) == _masked(nobody.text)
    assert {name for name, _ in wrong.headerlist} == {name for name, _ in nobody.headerlist}


def _masked(page: str) -> str:
    return re.sub(r'name="csrf_token" value="\w+"|\w+@example\.org', "", page)


def test_a_password_is_hashed_whether_or_not_the_address_is_known(
    site: Any, another: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_up(site)
    passwords = site.app.registry.office.passwords
    hashed: list[str] = []

    class Counting:
        def verify(self, stored: str, password: str) -> bool:
            hashed.append(stored)
            return bool(hasher.verify(stored, password))

    hasher = passwords._hasher
    monkeypatch.setattr(passwords, "_hasher", Counting())
    for address in (ADA, "nobody@example.org", "no address at all"):
        sign_in(another(), address, "wrong password", status=422)
    assert len(hashed) == 3
    assert len({stored.rsplit("$", 2)[0] for stored in hashed}) == 1, "with the same parameters"


def test_a_link_works_once(site: Any, another: Callable[[], Any]) -> None:
    ask(site, "sign-up", ADA)
    link = link_in(mails(data(site))[-1])
    site.get(link), site.get(link)  # looking does not count
    page = another().get(link)
    use(site, link)
    assert "not good any more" in site.get(link, status=410).text
    form = page.forms[1]
    form["password"] = "another password"
    assert "not good any more" in form.submit(status=410).text
    sign_in(another())


def test_a_link_to_an_old_password_is_void_and_a_reset_ends_all_sessions(site: Any, another: Callable[[], Any]) -> None:
    sign_up(site)
    browser = another()
    for _ in range(2):
        ask(browser, "forgotten", ADA)
    first, second = (link_in(mail) for mail in mails(data(site))[-2:])
    use(browser, second, "quite another password")
    browser.get(first, status=410)
    assert not is_signed_in(site)
    sign_in(another(), password=PASSWORD, status=422)
    sign_in(another(), password="quite another password")


@pytest.mark.parametrize("key", ["", "nonsense", "WyJhIiwiYiIsImMiXQ.aSUq.x"])
def test_a_link_that_is_not_ours(site: Any, key: str) -> None:
    assert "not good any more" in site.get(f"/account/link?key={key}", status=410).text


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short", "at least 8"),
        (ADA, "than your address"),
        ("ADA@example.org ", "than your address"),
        ("x" * 201, "at most 200"),
    ],
)
def test_passwords_that_are_not_taken(site: Any, password: str, words: str) -> None:
    ask(site, "sign-up", ADA)
    link = link_in(mails(data(site))[-1])
    page = use(site, link, password, status=422)
    assert words in page.text
    use(site, link, "a" * 8)


def test_changing_the_password(site: Any, another: Callable[[], Any]) -> None:
    sign_up(site)
    elsewhere = another()
    sign_in(elsewhere)
    before = site.cookies["session"]

    def change(old: str, new: str, status: int) -> Any:
        form = site.get("/account").forms["change-password"]
        form["old"], form["password"] = old, new
        return form.submit(status=status)

    assert "not your password" in change("wrong", "quite another password", 422).text
    assert "at least 8" in change(PASSWORD, "short", 422).text
    change(PASSWORD, "quite another password", 303)
    assert site.cookies["session"] != before
    assert not is_signed_in(elsewhere)
    sign_in(another(), password="quite another password")


def test_sessions_can_be_seen_and_ended(site: Any, another: Callable[[], Any]) -> None:
    sign_up(site)
    phone, work = another(), another()
    for browser, agent in ((phone, "Mozilla/5.0 (Linux; Android 14) Firefox/140.0"), (work, "curl/8.1")):
        browser.extra_environ.update(HTTP_USER_AGENT=agent, REMOTE_ADDR="203.0.113.7")
        sign_in(browser)
    page = site.get("/account")
    assert "Firefox on Android" in page.text and "203.0.x.x" in page.text and "203.0.113" not in page.text
    form = next(form for form in page.forms.values() if "Firefox on Android" in form.text)
    form.submit("session", status=303)
    assert not is_signed_in(phone) and is_signed_in(work)
    site.get("/account").forms["end-others"].submit(status=303)
    assert not is_signed_in(work) and is_signed_in(site)


def test_one_cannot_end_anothers_session(site: Any, another: Callable[[], Any]) -> None:
    sign_up(site)
    bob = another()
    sign_up(bob, "bob@example.org")
    with site.app.registry.sessionmaker() as db:
        adas = db.scalar(select(SessionRow.id).join(AccountRow).where(AccountRow.address == ADA))
    token = bob.get("/account").forms[1]["csrf_token"].value
    bob.post("/account/end", {"session": adas, "csrf_token": token}, status=303)
    assert is_signed_in(site)


def test_guessing_is_throttled_for_an_address_that_is_known_or_not(site: Any, another: Callable[[], Any]) -> None:
    sign_up(site)
    for address in (ADA, "nobody@example.org"):
        for number in range(10):
            browser = another()
            browser.extra_environ.update(REMOTE_ADDR=f"198.51.{number}.1")
            sign_in(browser, address, f"wrong {number}", status=422)
        browser.extra_environ.update(REMOTE_ADDR="192.0.2.1")
        refused = sign_in(browser, address, PASSWORD, status=429)
        assert "try again in 3 min" in refused.text and 0 < int(refused.headers["Retry-After"]) <= 180


def test_guessing_is_throttled_for_a_network(site: Any) -> None:
    for number in range(60):
        sign_in(site, f"person{number}@example.org", "wrong password", status=422)
    sign_in(site, "one-more@example.org", "wrong password", status=429)


def test_signing_in_rightly_does_not_use_up_guesses(site: Any) -> None:
    sign_up(site)
    for _ in range(12):
        sign_in(site.__class__(site.app))


def test_mail_is_throttled(site: Any) -> None:
    before = len(mails(data(site)))
    for _ in range(4):
        ask(site, "forgotten", "bob@example.org")
    refused = ask(site, "sign-up", "BOB@example.org ", status=429)
    assert "try again in" in refused.text
    assert len(mails(data(site))) == before + 4


@pytest.mark.parametrize(
    "then",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/%09/evil.example",
        "evil",
        "%2F%2Fevil.example",
    ],
)
def test_open_redirects_are_refused(site: Any, then: str, another: Callable[[], Any]) -> None:
    sign_up(site)
    location = sign_in(another(), then=then).location
    assert location == "http://localhost/account"
    assert site.get(f"/account/sign-in?next={then}", status=303).location == "http://localhost/account"


def test_one_goes_on_where_one_wanted_to(site: Any, another: Callable[[], Any]) -> None:
    sign_up(site)
    assert sign_in(another(), then="/progress%3Fa=1").location == "http://localhost/progress?a=1"


FORMS = ["/account/sign-in", "/account/sign-up", "/account/forgotten", "/account/link"]
SIGNED_IN = ["/account/sign-out", "/account/password", "/account/end", "/your-data/delete"]


@pytest.mark.parametrize("path", FORMS + SIGNED_IN)
def test_every_form_needs_its_token(site: Any, path: str) -> None:
    sign_up(site)
    fields = {"address": ADA, "password": PASSWORD, "sure": "yes", "key": "x"}
    for token in ({}, {"csrf_token": ""}, {"csrf_token": "0" * 32}):
        page = site.post(path, {**fields, **token}, status=400)
        assert "Please send that again" in page.text
    site.post(path, fields, headers={"Origin": "https://evil.example"}, status=403)
    assert count(site, AccountRow) == 1 and is_signed_in(site)


def test_cookies(site: Any) -> None:
    ask(site, "sign-up", ADA)
    answer = use(site, link_in(mails(data(site))[-1]))
    cookies = {cookie.partition("=")[0]: cookie for cookie in answer.headers.getall("Set-Cookie")}
    assert set(cookies) == {"session", "form"}
    for cookie in cookies.values():
        assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie


def test_cookies_are_for_this_host_over_https_in_production(specimen: Plugin, tmp_path: Path) -> None:
    with Sites(tmp_path, runner=Unavailable("nothing is run"), runtimes=tmp_path) as sites:
        fields = {"secure_cookies": True, "public_url": "https://learn.example.org"}
        app = sites.make([specimen], runner="off", development=True, **fields)
        site = TestApp(app.app, extra_environ={"HTTP_HOST": "learn.example.org", "wsgi.url_scheme": "https"})
        headers = {"Origin": "https://learn.example.org"}
        form = site.get("/account/sign-up").forms[1]
        form["address"] = ADA
        form.submit(headers=headers, status=303)
        form = site.get(link_in(mails(tmp_path / "data")[-1])).forms[1]
        form["password"] = PASSWORD
        answer = form.submit(headers=headers, status=303)
        cookies = answer.headers.getall("Set-Cookie")
        assert {cookie.partition("=")[0] for cookie in cookies} == {"__Host-session", "__Host-form"}
        for cookie in cookies:
            assert "; secure" in cookie.lower() and "Domain" not in cookie and "HttpOnly" in cookie
        assert ADA in site.get("/account").text


def test_without_a_mail_server_the_site_says_so(specimen: Plugin, tmp_path: Path) -> None:
    with Sites(tmp_path, runner=Unavailable("nothing is run"), runtimes=tmp_path) as sites:
        sites.make([specimen], runner="off", development=True)
        site = sites.make([specimen], runner="off", development=False)
        page = site.get("/account/sign-up")
        assert "does not send mail" in page.text and "roadmap.mail.host" in page.text
        token = site.get("/account/sign-in").forms[1]["csrf_token"].value
        site.post("/account/sign-up", {"address": ADA, "csrf_token": token}, status=503)


def test_the_mail_leads_to_the_language_of_the_page(site: Any) -> None:
    form = site.get("/de/account/sign-up").forms[1]
    form["address"] = ADA
    assert form.submit(status=303).location == "http://localhost/de/account/mail-sent"
    link = link_in(mails(data(site))[-1])
    assert link.startswith("/de/account/link?key=")
    assert use(site, link).location.startswith("http://localhost/de/account")


def test_pages_are_private(site: Any) -> None:
    sign_up(site)
    for path in ("/account", "/account/sign-up", "/your-data", "/your-data/export"):
        assert site.get(path).headers["Cache-Control"] == "private, no-store"
