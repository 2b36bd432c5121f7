"""A section's lessons on one page, for paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from roadmap.plugins import Plugin


@pytest.fixture
def page(make_app: Callable[..., Any], sharp: Plugin) -> Any:
    return make_app(plugins=[sharp], runner="off").get("/learn/sharp/print")


def test_all_lessons_with_their_sources(site: Any) -> None:
    html = site.get("/learn/specimen/print").html
    section = site.app.registry.catalogue.section("specimen")
    assert [title.get_text() for title in html.select(".printed-lesson h2")] == [item.title for item in section.lessons]
    text = html.get_text(" ", strip=True)
    for words in ("After this section you can", "Names are case-insensitive", "Status codes", "Content-Length"):
        assert words in text
    sources = html.select(".printed-lesson .sources")
    assert [link["href"] for link in sources[0].find_all("a")] == [source.url for source in section.lessons[0].sources]
    assert "checked November 22, 2026" in sources[0].get_text()
    assert len(sources) == 1


def test_nothing_to_press_and_nothing_that_runs(site: Any) -> None:
    html = site.get("/learn/specimen/print").html
    assert html.find_all(["button", "form", "input", "select", "textarea", "script", "details"]) == []
    assert html.select(".permalink, .footnote-back, [loading]") == []
    # The samples are shown all the same, with what they print.
    assert "def parts" in html.get_text() and "/search?q=tea" in html.get_text()


def test_each_id_stands_once_and_each_link_into_the_page_leads_somewhere(page: Any) -> None:
    ids = Counter(tag["id"] for tag in page.html.find_all(id=True))
    assert [id for id, count in ids.items() if count > 1] == []
    assert {"first", "first.twice", "second.twice", "first.fn1", "second.fn1", "second.sources"} <= set(ids)
    inside = [link["href"][1:] for link in page.html.find_all("a", href=True) if link["href"].startswith("#")]
    assert "first.twice" in inside and "second.fn1" in inside
    assert set(inside) <= set(ids)
    named = [tag["aria-labelledby"] for tag in page.html.find_all(attrs={"aria-labelledby": True})]
    assert set(named) <= set(ids)


def test_what_is_not_on_it_is_linked_where_it_is(page: Any) -> None:
    links = {link.get_text(): link["href"] for link in page.html.select(".printed-lesson .prose a")}
    assert links["the callout"] == "/learn/sharp/first#C-1"
    assert links["below"] == "#first.twice"
    assert links["the other lesson"] == "/learn/sharp/second#twice"


def test_headings_are_below_the_lesson_that_they_belong_to(page: Any) -> None:
    levels = [int(tag.name[1]) for tag in page.html.find_all(["h1", "h2", "h3", "h4", "h5", "h6"])]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert page.html.find(id="first.twice").name == "h3" and page.html.find(id="first.deeper").name == "h4"
    contents = [link["href"] for link in page.html.select("nav a")]
    assert contents == ["#first", "#first.twice", "#second", "#second.twice", "#second.sources", "#third"]


def test_it_is_no_second_address_of_the_lessons(page: Any, site: Any) -> None:
    assert page.html.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert page.html.find("link", rel="canonical") is None
    assert "/print" not in site.get("/sitemap.xml").text
    assert site.get("/learn/specimen").html.find("a", href="/learn/specimen/print")


def test_titles_stay_titles(page: Any) -> None:
    assert "<script" not in page.text and "&lt;script" in page.text
