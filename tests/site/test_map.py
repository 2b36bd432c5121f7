"""The map without scripts: nested lists in two orders, whole in themselves and the same for everyone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.site.atlas import SECTIONS, sections_in
from webtest import TestApp

from roadmap.plugins import Plugin
from roadmap.runner import Unavailable
from roadmap.testing.site import Sites


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Plugin, ...]]:
    with sections_in(tmp_path_factory.mktemp("atlas")) as plugins:
        yield plugins


@pytest.fixture(scope="module")
def atlas_site(atlas: tuple[Plugin, ...], tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestApp]:
    folder = tmp_path_factory.mktemp("site")
    with Sites(folder, runner=Unavailable("nothing is run in these tests"), runtimes=folder) as sites:
        yield sites.make(atlas, runner="off")


@pytest.fixture
def visitor(atlas_site: TestApp) -> Any:
    return TestApp(atlas_site.app)


def titles(page: Any) -> list[str]:
    return [link.get_text() for link in page.html.select(".map-place h2 a")]


def place(page: Any, section: str) -> Any:
    return page.html.select_one(f".map-place[data-place={section}]")


def test_every_section_and_lesson_is_a_link_in_nested_lists(visitor: Any) -> None:
    page = visitor.get("/map")
    assert titles(page) == [title for title, *_ in SECTIONS.values()]
    for id, (_, lessons, *_) in SECTIONS.items():
        links = page.html.select(f"ol ol > [data-place={id}] > ol > li > a")
        assert [link["href"] for link in links] == [f"/learn/{id}/lesson-{n}" for n in range(1, lessons + 1)]
    numbers = [number.get_text() for number in page.html.select(".map-number")]
    assert numbers == [f"{number}. " for number in range(1, len(SECTIONS) + 1)]


def test_what_a_section_needs_is_said_in_words(visitor: Any) -> None:
    page = visitor.get("/map")
    words = [each.get_text() for each in place(page, "conclusion").select(".map-before")]
    # What is not installed is named nowhere.
    assert words == ["Needs: Flask, SQLAlchemy, Celery, Redis", "Better after: Docker & Kubernetes"]
    assert place(page, "foundations").select(".map-before") == []


def test_the_other_order_has_an_address_of_its_own(visitor: Any) -> None:
    page = visitor.get("/map").click("The article's order")
    assert page.request.path == "/map/article"
    assert titles(page) == [title for title, *_, article in sorted(SECTIONS.values(), key=lambda section: section[-1])]
    assert page.html.find("a", attrs={"aria-current": "page"}).get_text() == "The article's order"
    assert page.html.find("link", rel="canonical")["href"].endswith("/map/article")
    # SQLAlchemy comes later here: words say so, and no line leads upwards.
    assert place(page, "fastapi").select(".map-before")[-1].get_text() == "Better after: SQLAlchemy"
    assert place(page, "fastapi")["data-lines"] == "foundations"
    assert page.click("Our order").request.path == "/map"


def test_only_orders_that_there_are_have_a_map(visitor: Any) -> None:
    visitor.get("/map/main", status=404)
    visitor.get("/map/alphabet", status=404)


@pytest.mark.parametrize("path", ["/map", "/map/article"])
def test_it_is_the_same_for_everyone(visitor: Any, path: str) -> None:
    before = visitor.get(path)
    visitor.put("/api/v1/me/lessons/foundations/lesson-1")
    after = visitor.get(path)
    assert before.body == after.body
    assert after.headers["Cache-Control"].startswith("public")
    assert "Set-Cookie" not in after.headers


def test_home_and_the_sitemap_lead_to_it(visitor: Any) -> None:
    assert visitor.get("/").click("See them on the map").request.path == "/map"
    sitemap = visitor.get("/sitemap.xml").text
    assert "/map</loc>" in sitemap and "/map/article</loc>" in sitemap


def test_a_site_in_one_order_offers_no_other(site: Any) -> None:
    page = site.get("/map")
    assert titles(page) == ["Web basics"]
    assert page.html.select(".map-orders") == []
    assert page.html.select_one(".map-more").get_text() == "2 exercises, a quiz, Header lab"


def test_a_site_without_sections_says_so(make_app: Any) -> None:
    assert "No sections are installed on this site yet." in make_app(plugins=[], runner="off").get("/map").text
