"""The feed of lessons, read as feed readers read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from xml.etree import ElementTree

from pyramid.i18n import make_localizer

from roadmap.catalogue import Catalogue, Section
from roadmap.languages import LANGUAGES
from roadmap.plugins import Plugin
from roadmap.site import feeds

ATOM = f"{{{feeds.NAMESPACE}}}"


def parsed(xml: bytes) -> ElementTree.Element:
    feed = ElementTree.fromstring(xml)  # noqa: S314 - our own
    assert feed.tag == f"{ATOM}feed"
    for element in (feed, *feed.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1, f"RFC 4287 wants one {name}"
        assert datetime.fromisoformat(element.findtext(f"{ATOM}updated", "")).tzinfo is not None
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    ids = [entry.findtext(f"{ATOM}id", "") for entry in feed.iter(f"{ATOM}entry")]
    assert len(ids) == len(set(ids)) and all(id.startswith("urn:uuid:") for id in ids)
    return feed


def of_each(feed: ElementTree.Element, name: str) -> list[str]:
    return [entry.findtext(f"{ATOM}{name}", "") for entry in feed.iter(f"{ATOM}entry")]


def test_lessons_newest_first_with_the_day_that_is_known(make_app: Callable[..., Any], sharp: Plugin) -> None:
    site = make_app(plugins=[sharp], runner="off", public_url="https://learn.example.org")
    answer = site.get("/feed.atom")
    assert answer.content_type == "application/atom+xml"
    feed = parsed(answer.body)
    # The third lesson has no day that would be true.
    assert of_each(feed, "updated") == ["2026-05-04T00:00:00Z", "2026-04-01T00:00:00Z"]
    assert feed.findtext(f"{ATOM}updated") == "2026-05-04T00:00:00Z"
    links = [link.get("href") for link in feed.findall(f"{ATOM}entry/{ATOM}link")]
    assert links == [f"https://learn.example.org/learn/sharp/{name}" for name in ("first", "second")]
    itself = feed.find(f"{ATOM}link[@rel='self']")
    assert itself is not None and itself.get("href") == "https://learn.example.org/feed.atom"


def test_whatever_a_title_says_it_stays_a_title(make_app: Callable[..., Any], sharp: Plugin) -> None:
    site = make_app(plugins=[sharp], runner="off")
    feed = parsed(site.get("/feed.atom").body)
    section = site.app.registry.catalogue.section("sharp")
    # U+FFFE can't be written in XML.
    expected = f"{section.title}: {section.lessons[0].title}".replace("\ufffe", "\ufffd")
    assert "</script>" in expected and "]]>" in expected
    assert of_each(feed, "title")[0] == expected
    assert of_each(feed, "summary")[0] == section.lessons[0].summary
    category = feed.find(f"{ATOM}entry/{ATOM}category")
    assert category is not None and category.get("label") == section.title.replace("\ufffe", "\ufffd")


def test_an_entry_stays_the_same_entry(make_app: Callable[..., Any], sharp: Plugin) -> None:
    ids = [
        of_each(parsed(make_app(plugins=[sharp], runner="off", public_url=url).get("/feed.atom").body), "id")
        for url in ("http://localhost:6543", "https://elsewhere.example")
    ]
    assert ids[0] == ids[1], "the site has moved"
    # Written down: with other ids every subscriber would get every lesson anew.
    assert ids[0][1] == "urn:uuid:cbafdeb9-897f-5391-8bbc-b1128615e3d2"
    catalogue = make_app(plugins=[sharp], runner="off").app.registry.catalogue
    section = catalogue.section("sharp")
    renamed = tuple(replace(lesson, title="Another title", text="Another text") for lesson in section.lessons)
    assert [entry.id for entry in feeds.entries(of(replace(section, lessons=renamed)))] == ids[0]


def test_only_the_newest(make_app: Callable[..., Any], sharp: Plugin) -> None:
    section = make_app(plugins=[sharp], runner="off").app.registry.catalogue.section("sharp")
    source = section.lessons[0].sources[0]
    lessons = tuple(
        replace(section.lessons[0], id=f"at-{number}", sources=(replace(source, checked=date.fromordinal(number)),))
        for number in range(1, feeds.NEWEST + 3)
    )
    found = feeds.entries(of(replace(section, lessons=lessons)))
    assert [entry.day.toordinal() for entry in found] == list(range(feeds.NEWEST + 2, 2, -1))


def test_a_site_without_lessons_has_a_feed() -> None:
    feed = parsed(feeds.atom((), "https://learn.example.org", LANGUAGES["en"], make_localizer("en", [])))
    assert of_each(feed, "id") == []


def of(section: Section) -> Catalogue:
    catalogue = Catalogue()
    catalogue.add(section)
    return catalogue
