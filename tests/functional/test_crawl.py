"""The whole site as three visitors see it: nothing is broken, and nobody sees anything of another."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from tests.functional.crawling import Crawl, Read
from webtest import TestApp

from roadmap.plugins import discover
from roadmap.runner import Unavailable
from roadmap.testing.site import Sites

SAMPLE = "/learn/flask/samples/fl-hello"


@dataclass(frozen=True)
class Visitor:
    """`word` stands in all that they write; `own` are the addresses that were made for them."""

    word: str
    crawl: Crawl
    lessons: tuple[str, ...] = ()
    own: tuple[str, ...] = ()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestApp]:
    """As production has it, with every installed section. What is sent stays in the queue."""
    folder = tmp_path_factory.mktemp("crawl")
    with Sites(folder, runner=Unavailable("nothing is run in these tests"), runtimes=folder) as sites:
        sites.make(discover(), runner="off", development=True)  # makes the tables
        limits = {"rate_submissions": 1000, "rate_address": 10_000, "runner_queue": 1000}
        yield sites.make(discover(), runner="off", development=False, **limits)


def act(app: TestApp, word: str, lessons: tuple[str, ...], exercises: tuple[str, ...]) -> tuple[str, ...]:
    """Learn as one does without JavaScript, and say where one was sent to."""
    own = []
    for lesson in lessons:
        app.post(f"{lesson}/done")
    for exercise in exercises:
        form = app.get(exercise).forms["work"]
        for name in [name for name in form.fields if name and name.startswith("file:")]:
            form[name] = f"# {word}\n{form[name].value}"
        own.append(form.submit("action", value="check").location)
    form = app.get(SAMPLE).forms["work"]
    form["code"] = f"print('{word}')\n"
    own.append(form.submit().location)
    for address in own:
        app.post(f"{address}/cancel")  # a page of what waits would wait with it
    return tuple(address.removeprefix("http://localhost") for address in own)


@pytest.fixture(scope="module")
def visitors(site: TestApp) -> dict[str, Visitor]:
    """One who is new, and two who have done different things."""
    catalogue = site.app.registry.catalogue
    first, second = ([lesson.url for lesson in section.lessons[:3]] for section in catalogue.sections[:2])
    done = {
        "new": ((), ()),
        "ada": (tuple(first), ("/learn/flask/exercises/url-shortener",)),
        "ben": ((*first[:1], *second), ("/learn/redis/exercises/leaderboard", "/learn/flask/exercises/url-shortener")),
    }
    read: dict[bytes, Read] = {}
    found = {}
    for name, (lessons, exercises) in done.items():
        app = TestApp(site.app)
        word = f"written-by-{name}"
        own = act(app, word, lessons, exercises) if lessons else ()
        crawl = Crawl(app, site.app.registry.roadmap.public_url, read=read)
        mine = ("/progress", "/api/v1/me/progress", "/api/v1/me/submissions?exercise=flask/url-shortener")
        found[name] = Visitor(word, crawl.run(*mine, *own), lessons, own)
    return found


@pytest.mark.parametrize("name", ["new", "ada", "ben"])
def test_no_link_leads_nowhere_and_no_page_is_broken(visitors: dict[str, Visitor], name: str) -> None:
    crawl = visitors[name].crawl
    assert crawl.broken() == []
    assert len(crawl.html()) > 100


def test_whatever_the_sitemap_has_is_reached_by_links(visitors: dict[str, Visitor]) -> None:
    named = visitors["new"].crawl.named
    listed = {address for address, sources in named.items() if "/sitemap.xml" in sources}
    assert len(listed) > 50
    assert {address for address in listed if named[address] == {"/sitemap.xml"}} == set()


def test_nobody_sees_what_another_wrote(visitors: dict[str, Visitor]) -> None:
    for name, visitor in visitors.items():
        pages = visitor.crawl.pages
        for other in visitors.values():
            shown = [address for address, page in pages.items() if other.word.encode() in page.body]
            if other is not visitor:
                assert shown == [], f"{name} sees what {other.word}"
            elif visitor.own:
                assert set(visitor.own) <= set(shown)


def test_nobody_opens_what_was_made_for_another(visitors: dict[str, Visitor]) -> None:
    for visitor in visitors.values():
        for other in visitors.values():
            for address in other.own if other is not visitor else ():
                assert visitor.crawl.app.get(address, status="*").status_int == 404
                assert address not in visitor.crawl.named


def test_everybody_has_their_own_progress(visitors: dict[str, Visitor]) -> None:
    for visitor in visitors.values():
        told = visitor.crawl.pages["/api/v1/me/progress"].json["lessons"]
        assert {f"/learn/{key}" for key in told} == set(visitor.lessons)
        sent = visitor.crawl.pages["/api/v1/me/submissions?exercise=flask/url-shortener"].json["submissions"]
        assert len(sent) == sum("/url-shortener/" in address for address in visitor.own)
    ada, ben = visitors["ada"].crawl.pages["/progress"], visitors["ben"].crawl.pages["/progress"]
    assert ada.body != ben.body


def test_what_caches_may_keep_is_the_same_for_everyone(visitors: dict[str, Visitor]) -> None:
    new = visitors["new"].crawl.pages
    for name, visitor in visitors.items():
        for address, page in visitor.crawl.pages.items():
            if "public" in page.headers.get("Cache-Control", ""):
                assert address in new, f"{address} is public, and only {name} is led to it"
                assert page.body == new[address].body, address
                assert "Set-Cookie" not in page.headers, address
            elif page.content_type == "text/html":
                assert page.headers["Cache-Control"] == "private, no-store", address
                assert page.headers["X-Robots-Tag"] == "noindex", address


def test_reading_makes_nobody_a_visitor(visitors: dict[str, Visitor]) -> None:
    # The forms of accounts have a cookie of their own against forgery, which is kept nowhere.
    assert set(visitors["new"].crawl.app.cookies) <= {"form"}
    setting = [address for address, page in visitors["new"].crawl.pages.items() if "Set-Cookie" in page.headers]
    assert [address for address in setting if "/account" not in address] == []


def test_no_lesson_is_heavy(visitors: dict[str, Visitor], site: TestApp) -> None:
    """HTML and style sheet over the wire, as a browser asks for them: 30 kB."""
    pages = visitors["new"].crawl.pages
    (style,) = [page for address, page in pages.items() if address.endswith("/site.css")]
    shared = len(gzip.compress(style.body, 9))
    lessons = [lesson.url for section in site.app.registry.catalogue.sections for lesson in section.lessons]
    weights = {url: shared + len(gzip.compress(pages[url].body, 9)) for url in lessons}
    assert {url: weight for url, weight in weights.items() if weight > 30_000} == {}
