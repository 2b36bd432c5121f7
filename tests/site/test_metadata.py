"""What pages tell others about themselves: one address, a description, a preview, structured data."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from roadmap.plugins import Plugin

SITE = "http://localhost:6543"
SPECIMEN = f"{SITE}/learn/specimen"


def data_of(page: Any) -> dict[str, Any]:
    (script,) = page.html.find_all("script", type="application/ld+json")
    data: dict[str, Any] = json.loads(script.string)
    assert data["@context"] == "https://schema.org"
    assert data["url"] == data["@id"] == page.html.find("link", rel="canonical")["href"]
    assert data["description"] == page.html.find("meta", attrs={"name": "description"})["content"]
    return data


def test_a_section_is_a_course(site: Any) -> None:
    data = data_of(site.get("/learn/specimen"))
    assert data["@type"] == "Course"
    assert data["name"] == "Web basics"
    assert data["provider"] == {"@type": "Organization", "name": "Roadmap", "url": f"{SITE}/"}
    assert data["hasCourseInstance"]["courseMode"] == "Online"
    assert [(part["@type"], part["@id"].removeprefix(f"{SPECIMEN}/")) for part in data["hasPart"]] == [
        ("LearningResource", path)
        for path in ("requests", "responses", "exercises/greet", "exercises/shelf", "header-lab", "quiz")
    ]
    assert data["dateModified"] == "2026-11-22"
    assert data["isAccessibleForFree"] is True


@pytest.mark.parametrize(
    ("path", "kind", "more"),
    [
        ("requests", "Lesson", {"name": "What a request is made of", "timeRequired": "PT12M"}),
        ("requests", "Lesson", {"dateModified": "2026-11-22"}),
        ("exercises/greet", "Exercise", {"name": "Greet by name", "educationalLevel": "First steps"}),
        ("quiz", "Quiz", {"name": "Web basics quiz"}),
        ("header-lab", "Lab", {"name": "Header lab"}),
    ],
)
def test_what_is_in_it_is_a_learning_resource(site: Any, path: str, kind: str, more: dict[str, str]) -> None:
    data = data_of(site.get(f"/learn/specimen/{path}"))
    assert data["@type"] == (["LearningResource", "Quiz"] if kind == "Quiz" else "LearningResource")
    assert data["learningResourceType"] == kind
    assert data["isPartOf"] == {"@type": "Course", "@id": SPECIMEN, "url": SPECIMEN, "name": "Web basics"}
    assert {key: data[key] for key in more} == more


def test_prerequisites_are_courses_that_are_there(
    make_app: Callable[..., Any], sharp: Plugin, specimen: Plugin
) -> None:
    site = make_app(plugins=[sharp, specimen], runner="off")
    data = data_of(site.get("/learn/sharp"))
    assert [course["url"] for course in data["coursePrerequisites"]] == [SPECIMEN]
    assert "coursePrerequisites" not in data_of(site.get("/learn/specimen"))


@pytest.mark.parametrize(
    ("path", "title", "kind"),
    [
        ("/", "Learn Python backend development", "website"),
        ("/learn/specimen", "Web basics", "website"),
        ("/learn/specimen/requests", "Web basics: What a request is made of", "article"),
        ("/learn/specimen/quiz", "Web basics quiz", "article"),
    ],
)
def test_a_preview(site: Any, path: str, title: str, kind: str) -> None:
    html = site.get(path).html
    said = {tag["property"]: tag["content"] for tag in html.find_all("meta", property=True)}
    # The picture has a test of its own.
    assert {name: content for name, content in said.items() if not name.startswith("og:image")} == {
        "og:site_name": "Roadmap",
        "og:type": kind,
        "og:title": title,
        "og:description": html.find("meta", attrs={"name": "description"})["content"],
        "og:url": f"{SITE}{path}",
    }


@pytest.mark.parametrize("path", ["/learn/specimen/requests", "/learn/specimen/header-lab", "/"])
def test_one_address_however_a_page_was_reached(site: Any, path: str) -> None:
    there = site.get(f"{path}?utm=1", headers={"Host": "other.example"})
    assert there.html.find("link", rel="canonical")["href"] == f"{SITE}{path}"


@pytest.mark.parametrize("path", ["/", "/learn/specimen", "/progress", "/nothing", "/learn/specimen/broken"])
def test_every_page_leads_to_the_feed(site: Any, path: str) -> None:
    link = site.get(path, status="*").html.find("link", rel="alternate", type="application/atom+xml")
    assert link["href"] == "/feed.atom"


@pytest.mark.parametrize(
    "path",
    [
        "/progress",
        "/nothing",
        "/learn/specimen/reqests",
        "/learn/specimen/broken",
        "/learn/specimen/exercises/greet/attempts",
        "/learn/specimen/exercises/greet/solution",
    ],
)
def test_what_is_personal_or_wrong_is_kept_out_of_indexes(site: Any, path: str) -> None:
    assert_not_public(site.get(path, status="*"))


def test_an_answer_is_kept_out_of_indexes(site: Any) -> None:
    assert_not_public(site.post("/learn/specimen/quiz", {"q:safe": "0"}))
    assert_not_public(site.post("/learn/specimen/header-lab", {"headers": "A: b"}))
    attempt = site.post("/learn/specimen/exercises/greet/attempts", {"file:greeting.py": "a = 1"}).follow()
    assert_not_public(attempt)


def assert_not_public(page: Any) -> None:
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert page.html.find("link", rel="canonical") is None
    assert page.html.find("script", type="application/ld+json") is None


@pytest.mark.parametrize("path", ["/learn/sharp", "/learn/sharp/first", "/learn/sharp/quiz"])
def test_whatever_a_title_says_it_stays_a_title(make_app: Callable[..., Any], sharp: Plugin, path: str) -> None:
    site = make_app(plugins=[sharp], runner="off")
    page = site.get(path)
    section = site.app.registry.catalogue.section("sharp")
    item = {section.url: section, section.quiz.url: section.quiz}.get(path, section.lessons[0])
    assert "</script><script>" in item.title
    data = data_of(page)
    assert data["name"] == item.title
    title = page.html.find("meta", property="og:title")["content"]
    assert title.endswith(item.title)
    # The browser would find these; the parser has found no element that is not ours.
    scripts = page.html.find_all("script")
    assert all(script.get("src") or script["type"] == "application/ld+json" for script in scripts)
    assert "alert(" not in "".join(script.string or "" for script in scripts if script.get("src"))
    assert "<script>alert" not in page.text
