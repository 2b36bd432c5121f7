"""What is ready goes past the router, and nobody can tell: the same bytes, headers and refusals as the long way."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import brotli
import pytest
from pyramid.config import Configurator
from pyramid.events import NewRequest
from pyramid.response import Response
from webob import Request

from roadmap import assemble
from roadmap.plugins import Plugin
from roadmap.site.assets import Assets
from roadmap.testing.site import Sites, settings_for

LESSON = "/learn/specimen/requests"
STYLE = Assets().url("site.css")
ASKED = [
    {},
    {"Accept-Encoding": "gzip"},
    {"Accept-Encoding": "gzip, deflate, br, zstd"},
    {"Accept-Encoding": "identity;q=1, br;q=0.2"},
    {"If-None-Match": "*"},
    {"If-None-Match": '"another", W/"more"'},
]


@pytest.fixture
def fresh(make_app: Callable[..., Any], specimen: Plugin) -> Any:
    """A site as in production, that nobody has visited."""
    make_app(plugins=[specimen], runner="off")
    return make_app(plugins=[specimen], runner="off", development=False)


@pytest.fixture
def requests(fresh: Any) -> list[str]:
    """The addresses of all requests that reach the router of `fresh`, from now on."""
    seen: list[str] = []
    inner = fresh.app.handle_request

    def handle(request: Any) -> Response:
        seen.append(request.path)
        return inner(request)

    fresh.app.handle_request = handle
    return seen


def ask(site: Any, path: str, method: str = "GET", **headers: str) -> Any:
    return Request.blank(path, method=method, headers=headers).get_response(site.app)


@pytest.mark.parametrize("path", ["/", LESSON, "/learn/specimen/quiz", "/api/v1/sections", STYLE])
def test_only_the_first_visitor_goes_the_whole_way(fresh: Any, requests: list[str], path: str) -> None:
    for headers in (*ASKED, *ASKED):
        ask(fresh, path, **headers)
        ask(fresh, path, "HEAD", **headers)
    ask(fresh, f"{path}?from=elsewhere")
    assert requests == [path]


@pytest.mark.parametrize("path", [LESSON, "/api/v1/sections", STYLE])
@pytest.mark.parametrize("headers", ASKED, ids=str)
def test_both_ways_give_the_same(fresh: Any, requests: list[str], path: str, headers: dict[str, str]) -> None:
    first, second = ask(fresh, path, **headers), ask(fresh, path, **headers)
    assert requests == [path]
    assert (second.status, second.body) == (first.status, first.body)
    assert dict(second.headers) == dict(first.headers)
    assert "Content-Security-Policy" in second.headers


@pytest.mark.parametrize("path", [LESSON, STYLE])
def test_head_is_get_without_the_body(fresh: Any, path: str) -> None:
    for headers in ({}, {"Accept-Encoding": "br"}, {"Accept-Encoding": "br"}):
        head, get = ask(fresh, path, "HEAD", **headers), ask(fresh, path, **headers)
        assert head.body == b""
        assert dict(head.headers) == dict(get.headers)
        assert int(head.headers["Content-Length"]) == len(get.body)


@pytest.mark.parametrize("path", [LESSON, STYLE])
def test_each_coding_is_the_page_and_has_a_tag_of_its_own(fresh: Any, path: str) -> None:
    answers = {coding: ask(fresh, path, **{"Accept-Encoding": coding}) for coding in ("identity", "gzip", "br")}
    plain = answers["identity"].body
    assert gzip.decompress(answers["gzip"].body) == plain
    assert brotli.decompress(answers["br"].body) == plain
    assert len(answers["br"].body) < len(answers["gzip"].body) < len(plain)
    assert [answers[coding].headers.get("Content-Encoding") for coding in answers] == [None, "gzip", "br"]
    tags = [answer.headers["ETag"] for answer in answers.values()]
    assert len(set(tags)) == 3 and not any(tag.startswith("W/") for tag in tags)
    assert {answer.headers["Vary"] for answer in answers.values()} == {"Accept-Encoding"}


@pytest.mark.parametrize("path", [LESSON, STYLE])
def test_a_copy_that_is_current_is_not_sent_again(fresh: Any, path: str) -> None:
    tag = ask(fresh, path, **{"Accept-Encoding": "br"}).headers["ETag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        answer = ask(fresh, path, **{"Accept-Encoding": "br", "If-None-Match": known})
        assert answer.status_int == 304 and answer.body == b""
        assert answer.headers["ETag"] == tag and answer.headers["Vary"] == "Accept-Encoding"
        assert "Cache-Control" in answer.headers and "Content-Length" not in answer.headers
    other = ask(fresh, path, **{"Accept-Encoding": "gzip", "If-None-Match": tag})
    assert other.status_int == 200, "a copy of another coding is other bytes"


def test_what_caches_may_do(fresh: Any) -> None:
    """Browsers ask each time; caches between keep a page for a minute, and no longer without asking."""
    page = ask(fresh, LESSON).headers
    assert page["Cache-Control"] == "public, max-age=0, s-maxage=60, must-revalidate"
    assert "stale-while-revalidate" in page["CDN-Cache-Control"]
    assert ask(fresh, STYLE).headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_other_methods_go_the_whole_way(fresh: Any, requests: list[str]) -> None:
    ask(fresh, LESSON)
    assert ask(fresh, LESSON, "POST").status_int == 404
    assert ask(fresh, LESSON, "OPTIONS").status_int == 404
    assert ask(fresh, LESSON, "POST", Origin="https://elsewhere.example").status_int == 403
    assert requests == [LESSON] * 4


def test_a_page_of_one_visitor_never_does(fresh: Any, requests: list[str]) -> None:
    for path in ("/progress", "/api/v1/me/progress", "/learn/specimen/exercises/greet/attempts", "/nothing"):
        for _ in range(2):
            assert ask(fresh, path).headers["Cache-Control"] == "private, no-store"
    assert len(requests) == 8


def test_addresses_that_are_made_up_are_not_kept(fresh: Any, requests: list[str]) -> None:
    odd = STYLE.replace("/site.css", "//site.css")
    for _ in range(2):
        assert ask(fresh, odd).status_int == 200
    assert requests == [odd, odd]


def test_where_the_site_is_mounted_is_part_of_the_address(fresh: Any) -> None:
    below = Request.blank("/", environ={"SCRIPT_NAME": "/roadmap", "PATH_INFO": LESSON})
    assert ask(fresh, LESSON).status_int == below.get_response(fresh.app).status_int == 200
    assert set(fresh.app.registry.shortcut._ready) == {LESSON, f"/roadmap{LESSON}"}


def test_transport_security_is_kept(make_app: Callable[..., Any], specimen: Plugin) -> None:
    make_app(plugins=[specimen], runner="off")
    site = make_app(plugins=[specimen], runner="off", development=False, secure_cookies=True)
    for _ in range(2):
        assert "Strict-Transport-Security" in ask(site, LESSON).headers


def test_while_one_writes_pages_are_made_anew(
    make_app: Callable[..., Any], specimen: Plugin, requests: list[str]
) -> None:
    site = make_app(plugins=[specimen], runner="off", development=True)
    assert ask(site, LESSON).headers["Cache-Control"] == "public, no-cache"
    assert site.app.registry.shortcut._ready == {}


# Who counts on seeing each request, sees each.


@pytest.fixture
def made_with(specimen: Plugin, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """A site like `fresh`, with something of the operator's (`pyramid.includes` of its .ini file)."""
    settings = settings_for(tmp_path / "data", runner="off", development=True)
    settings.data.mkdir()
    made = []

    def make(include: Callable[[Configurator], None]) -> Any:
        with Sites(tmp_path, runner=None, runtimes=tmp_path) as sites:  # type: ignore[arg-type]  # nothing is run
            sites.make([specimen], runner="off")
        production = settings_for(tmp_path / "data", runner="off", development=False)
        config = assemble(production, {}, [specimen])
        config.include(include)
        config.commit()
        app = config.make_wsgi_app()
        made.append(app)
        return app

    yield make
    for app in made:
        app.registry.sessionmaker.kw["bind"].dispose()


def closing_tween(handler: Any, registry: Any) -> Any:
    return lambda request: Response(status=403) if "X-Closed" in request.headers else handler(request)


def with_tween(config: Configurator) -> None:
    config.add_tween(f"{__name__}.closing_tween")


def with_subscriber(config: Configurator) -> None:
    config.add_subscriber(lambda event: event.request.headers["X-Must-Be-There"], NewRequest)


def with_subscriber_of_everything(config: Configurator) -> None:
    config.add_subscriber(lambda event: None)


def with_policy(config: Configurator) -> None:
    config.set_execution_policy(lambda environ, router: Response(status=418))


def with_permission(config: Configurator) -> None:
    config.set_default_permission("read")


@pytest.mark.parametrize(
    "include", [with_tween, with_subscriber, with_subscriber_of_everything, with_policy, with_permission]
)
def test_the_shortcut_is_closed_where_something_may_stand_in_the_way(
    made_with: Callable[..., Any], include: Callable[[Configurator], None]
) -> None:
    app = made_with(include)
    assert not app.registry.shortcut.open
    assert app.execution_policy != app.registry.shortcut.policy


def test_a_subscriber_hears_of_each_request(made_with: Callable[..., Any]) -> None:
    heard: list[str] = []
    app = made_with(lambda config: config.add_subscriber(lambda event: heard.append(event.request.path), NewRequest))
    for _ in range(3):
        assert Request.blank(LESSON).get_response(app).status_int == 200
    assert heard == [LESSON] * 3
