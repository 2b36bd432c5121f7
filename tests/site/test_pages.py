"""Home, section, lesson and progress."""

from __future__ import annotations

from typing import Any

from pyramid_jinja2 import IJinja2Environment


def test_home_lists_sections_in_reading_order(make_app: Any) -> None:
    page = make_app(runner="off").get("/")
    catalogue = page.test_app.app.registry.catalogue
    assert [link.get_text() for link in page.html.select(".sections h3 a")] == [s.title for s in catalogue.sections]


def test_a_section_says_all_that_is_in_it(site: Any) -> None:
    text = site.get("/learn/specimen").html.get_text(" ", strip=True)
    for words in ("After this section you can", "12 minutes", "Greet by name", "Medium", "Header lab", "2 questions"):
        assert words in text


def test_a_lesson_links_what_comes_before_and_after(site: Any) -> None:
    page = site.get("/learn/specimen/responses")
    assert page.html.find("a", rel="prev")["href"] == "/learn/specimen/requests"
    assert "Needs What a request is made of" in page.html.select_one(".facts").get_text(" ", strip=True)
    first = site.get("/learn/specimen/requests")
    assert first.html.find("a", rel="next")["href"] == "/learn/specimen/responses"
    assert [link.get_text() for link in first.html.select(".toc a")][:2] == [
        "The request line",
        "Methods that change nothing",
    ]
    assert first.html.select_one(".sources a")["href"] == "https://www.rfc-editor.org/rfc/rfc9110"


def test_a_plugins_page_has_its_section(site: Any) -> None:
    page = site.get("/learn/specimen/header-lab")
    assert page.html.select_one(".crumbs a")["href"] == "/learn/specimen"
    answer = site.post("/learn/specimen/header-lab", {"headers": "X-One: 1"})
    assert "X-One: 1" in answer.text
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_progress_without_scripts(site: Any) -> None:
    assert "Not begun" in site.get("/progress").text
    page = site.post("/learn/specimen/requests/done").follow()
    assert "1 of 2 lessons done" in page.text


def test_a_sample_can_be_sent_without_scripts(site: Any) -> None:
    page = site.post("/learn/specimen/samples/spec-split/run").follow()
    assert "def parts" in page.html.get_text()
    assert page.html.find("a", href="/learn/specimen/requests")


def test_a_field_says_what_is_wrong_with_it(site: Any) -> None:
    macros = site.app.registry.queryUtility(IJinja2Environment, name=".jinja2").get_template(
        "roadmap:site/templates/components.jinja2"
    )
    html = str(macros.module.field("path", "Path", value='"/<', hint="A slash first", error="No slash"))
    assert 'aria-describedby="path-hint path-error" aria-invalid="true"' in html
    assert "&#34;/&lt;" in html and '"/<' not in html
    plain = str(macros.module.field("path", "Path"))
    assert "aria-describedby" not in plain and "aria-invalid" not in plain
