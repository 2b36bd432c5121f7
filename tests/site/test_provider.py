"""Signing in with OpenID Connect, against a real provider that runs beside the tests."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from argon2 import PasswordHasher
from sqlalchemy import func, select
from webtest import TestApp

from roadmap.people.models import AccountRow, IdentityRow, ThrottleRow, VisitorRow
from roadmap.people.passwords import Passwords
from roadmap.plugins import Plugin
from roadmap.runner import Unavailable
from roadmap.testing.mail import link_in, mails
from roadmap.testing.site import Sites

PROGRAM = Path(__file__).parents[1] / "people" / "oidc_provider.py"
ADA = "ada@example.org"
PASSWORD = "seven words are better than one"
CALLBACK = "http://localhost/account/provider/callback"
DONE = "/learn/specimen/requests/done"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """The address of a provider, in a process of its own."""
    command = [sys.executable, str(PROGRAM), CALLBACK]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.kill()


@pytest.fixture(scope="module")
def provider_site(specimen: Plugin, issuer: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestApp]:
    folder = tmp_path_factory.mktemp("provider")
    fields = {
        "oidc_issuer": issuer,
        "oidc_name": "Example ID",
        "oidc_client_id": "roadmap",
        "oidc_client_secret": "the secret of the site",
        "public_url": "http://localhost",
    }
    with Sites(folder, runner=Unavailable("nothing is run in these tests"), runtimes=folder) as sites:
        app = sites.make([specimen], runner="off", development=True, **fields)
        registry: Any = app.app.registry
        quick = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        registry.office = replace(registry.office, passwords=quick)
        yield app


@pytest.fixture
def site(provider_site: TestApp) -> Iterator[Any]:
    yield TestApp(provider_site.app)
    with provider_site.app.registry.sessionmaker.begin() as db:
        for table in (VisitorRow, ThrottleRow):
            db.execute(table.__table__.delete())


@pytest.fixture
def another(site: Any) -> Callable[[], Any]:
    return lambda: TestApp(site.app)


def person(sub: str = "1", email: str = ADA, email_verified: Any = True, **claims: Any) -> dict[str, Any]:
    return {"sub": sub, "email": email, "email_verified": email_verified, **claims}


def at_provider(site: Any, who: dict[str, Any] | None, then: str = "") -> str:
    """Go there as `who`, or refuse; returns path and query with which the provider sends one back."""
    there = site.get("/account/provider" + (f"?next={then}" if then else ""), status=303).location
    cookies = {"person": json.dumps(who).encode().hex()} if who else {}
    answer = requests.get(there, cookies=cookies, allow_redirects=False, timeout=60)
    assert answer.status_code == 302, answer.text
    back = urlsplit(answer.headers["Location"])
    assert back._replace(query="").geturl() == CALLBACK
    return f"{back.path}?{back.query}"


def come_back(site: Any, who: dict[str, Any], status: int = 303) -> Any:
    return site.get(at_provider(site, who), status=status)


def sign_up(site: Any, address: str = ADA) -> None:
    form = site.get("/account/sign-up").forms[1]
    form["address"] = address
    form.submit(status=303)
    form = site.get(link_in(mails(site.app.registry.roadmap.data)[-1])).forms[1]
    form["password"] = PASSWORD
    form.submit(status=303)


def sign_in(site: Any, where: str) -> Any:
    form = site.get(where).forms[1]
    form["address"], form["password"] = ADA, PASSWORD
    return form.submit(status=303)


def who_is(site: Any) -> str | None:
    account = site.get("/api/v1/me/progress").json["account"]
    return account["address"] if account else None


def count(site: Any, model: Any) -> int:
    with site.app.registry.sessionmaker() as db:
        return db.scalar(select(func.count()).select_from(model)) or 0


def test_somebody_new_gets_an_account_and_keeps_what_they_did(site: Any, another: Callable[[], Any]) -> None:
    site.post(DONE)
    assert come_back(site, person()).location == "http://localhost/account"
    assert who_is(site) == ADA
    assert "specimen/requests" in site.get("/api/v1/me/progress").json["lessons"]
    page = site.get("/account")
    assert "Have a link sent" in page.text, "it has no password"
    elsewhere = another()
    come_back(elsewhere, person(email="ada@elsewhere.example"))
    assert who_is(elsewhere) == ADA, "one is known by the subject, whatever the address is now"
    assert count(site, AccountRow) == count(site, IdentityRow) == 1


def test_the_request_has_what_it_must(site: Any) -> None:
    there = site.get("/account/provider", status=303)
    asked = {name: value[0] for name, value in parse_qs(urlsplit(there.location).query).items()}
    assert asked["response_type"] == "code" and asked["scope"] == "openid email"
    assert asked["code_challenge_method"] == "S256" and len(asked["code_challenge"]) == 43
    assert asked["redirect_uri"] == CALLBACK
    assert len(asked["state"]) >= 32 and len(asked["nonce"]) >= 32
    again = parse_qs(urlsplit(site.get("/account/provider", status=303).location).query)
    assert all(again[name][0] != asked[name] for name in ("state", "nonce", "code_challenge"))
    (cookie,) = there.headers.getall("Set-Cookie")
    assert cookie.startswith("at-provider=") and "HttpOnly" in cookie and "SameSite=Lax" in cookie


def test_one_goes_on_where_one_wanted_to_and_nowhere_else(site: Any, another: Callable[[], Any]) -> None:
    assert site.get(at_provider(site, person(), "/progress"), status=303).location == "http://localhost/progress"
    other = another()
    assert other.get(at_provider(other, person(), "//evil.example"), status=303).location == "http://localhost/account"


def test_an_answer_belongs_to_the_browser_that_asked(site: Any, another: Callable[[], Any]) -> None:
    back = at_provider(site, person())
    victim = another()
    assert "Not signed in" in victim.get(back, status=502).text
    at_provider(victim, person("2", "eve@example.org"))
    victim.get(back, status=502)  # with a state of its own, but not this one
    assert who_is(victim) is None
    assert count(site, AccountRow) == 0


def test_an_answer_works_once(site: Any) -> None:
    back = at_provider(site, person())
    cookie = site.cookies["at-provider"]
    site.get(back, status=303)
    assert "at-provider" not in site.cookies
    site.set_cookie("at-provider", cookie)
    site.get(back, status=502)  # the provider knows the code no more


@pytest.mark.parametrize(
    "change",
    [
        {"state": "x"},
        {"state": ""},
        {"code": "x"},
        {"code": ""},
        {"iss": "https://evil.example"},
        {"error": "access_denied"},
    ],
)
def test_an_answer_that_was_changed(site: Any, change: dict[str, str]) -> None:
    back = urlsplit(at_provider(site, person()))
    asked = {name: value[0] for name, value in parse_qs(back.query).items()}
    assert "Not signed in" in site.get(f"{back.path}?{urlencode({**asked, **change})}", status=502).text
    assert who_is(site) is None


def test_whoever_refuses_there_is_not_signed_in(site: Any) -> None:
    back = at_provider(site, None)
    assert "error=access_denied" in back
    site.get(back, status=502)
    assert who_is(site) is None


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"aud": ["another site"]},
        {"aud": ["roadmap", "another site"], "azp": "another site"},
        {"iss": "https://evil.example"},
        {"exp": 1},
        {"iat": 32503680000},
        {"sub": ""},
        {"sub": "x" * 256},
        {"at_hash": "another"},
    ],
    ids=str,
)
def test_a_token_that_is_not_for_us(site: Any, claims: dict[str, Any]) -> None:
    come_back(site, person(**claims), status=502)
    assert who_is(site) is None
    assert count(site, AccountRow) == 0


def test_a_provider_may_change_its_key(site: Any, issuer: str) -> None:
    come_back(site, person())
    requests.get(f"{issuer}/keys/turn", timeout=60)
    come_back(site, person())
    assert who_is(site) == ADA


@pytest.mark.parametrize("verified", [False, "false", None, 1, "yes"])
def test_an_address_that_is_not_verified_opens_nothing(site: Any, another: Callable[[], Any], verified: Any) -> None:
    sign_up(another())
    stranger = another()
    page = come_back(stranger, person("666", email_verified=verified), status=403)
    assert "does not say that your e-mail address is verified" in page.text
    assert who_is(stranger) is None
    assert count(site, IdentityRow) == 0


def test_an_account_is_linked_after_a_sign_in_and_a_yes(site: Any, another: Callable[[], Any]) -> None:
    sign_up(another())
    answer = come_back(site, person())
    assert who_is(site) is None, "an address alone does not open an account"
    answer = answer.follow(status=303)
    assert sign_in(site, answer.location).location == "http://localhost/account/provider/link"
    assert count(site, IdentityRow) == 0, "not before the owner says so"
    page = site.get("/account/provider/link")
    assert "Link Example ID to your account?" in page.text
    page.forms[1].submit(status=303)
    assert count(site, IdentityRow) == 1
    assert "Sign in with" not in site.get("/account").text
    site.get("/account/provider/link", status=404)
    elsewhere = another()
    come_back(elsewhere, person())
    assert who_is(elsewhere) == ADA


def test_linking_needs_its_token(site: Any) -> None:
    sign_up(site)
    come_back(site, person())
    site.post("/account/provider/link", {}, status=400)
    assert count(site, IdentityRow) == 0


def test_whoever_is_signed_in_with_another_address_is_not_linked(site: Any) -> None:
    sign_up(site)
    come_back(site, person("2", "bob@example.org"))
    page = site.get("/account/provider/link")
    assert "only the same address can be linked" in page.text
    token = site.get("/account").forms[1]["csrf_token"].value
    site.post("/account/provider/link", {"csrf_token": token}, status=403)
    assert count(site, IdentityRow) == 0 and who_is(site) == ADA and count(site, AccountRow) == 1


def test_a_link_is_given_up(site: Any, another: Callable[[], Any]) -> None:
    sign_up(site)
    come_back(site, person())
    site.get("/account/provider/link").forms[1].submit(status=303)
    form = next(form for form in site.get("/account").forms.values() if form.action == "/account/provider/unlink")
    form.submit("issuer", status=303)
    assert count(site, IdentityRow) == 0
    stranger = another()
    come_back(stranger, person())
    assert who_is(stranger) is None


def test_without_a_password_the_link_stays(site: Any, issuer: str) -> None:
    come_back(site, person())
    token = site.get("/account").forms[1]["csrf_token"].value
    site.post("/account/provider/unlink", {"csrf_token": token, "issuer": issuer}, status=303)
    assert count(site, IdentityRow) == 1


def test_a_provider_that_is_away(specimen: Plugin, tmp_path: Path) -> None:
    fields = {"oidc_issuer": "http://127.0.0.1:1", "oidc_client_id": "roadmap", "oidc_name": "Example ID"}
    with Sites(tmp_path, runner=Unavailable("nothing is run"), runtimes=tmp_path) as sites:
        site = sites.make([specimen], runner="off", development=True, **fields)
        assert "Sign in with Example ID" in site.get("/account/sign-in").text, "pages do not wait for it"
        assert "Not signed in" in site.get("/account/provider", status=502).text


def test_an_issuer_that_says_it_is_another(specimen: Plugin, issuer: str, tmp_path: Path) -> None:
    fields = {"oidc_issuer": issuer.replace("127.0.0.1", "localhost"), "oidc_client_id": "roadmap"}
    with Sites(tmp_path, runner=Unavailable("nothing is run"), runtimes=tmp_path) as sites:
        site = sites.make([specimen], runner="off", development=True, **fields)
        site.get("/account/provider", status=502)


def test_without_a_provider_there_is_nothing(specimen: Plugin, tmp_path: Path) -> None:
    with Sites(tmp_path, runner=Unavailable("nothing is run"), runtimes=tmp_path) as sites:
        site = sites.make([specimen], runner="off", development=True)
        assert "Sign in with" not in site.get("/account/sign-in").text
        site.get("/account/provider", status=404)
        assert site.get("/account/provider/callback?code=1&state=2", status="*").status_int in (404, 502)
