"""The section is what its page promises."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from webtest import TestApp

from roadmap.catalogue import Section


def pages(section: Section) -> Iterator[str]:
    yield section.url
    yield from (lesson.url for lesson in section.lessons)
    yield from (exercise.url for exercise in section.exercises)
    assert section.quiz is not None
    yield section.quiz.url


def test_every_page_renders(roadmap_app: TestApp, roadmap_section: Section) -> None:
    for url in pages(roadmap_section):
        page = roadmap_app.get(url)
        assert len(page.html.find_all("h1")) == 1, url


def test_enough_of_everything(roadmap_section: Section) -> None:
    assert len(roadmap_section.lessons) >= 8
    assert len(roadmap_section.exercises) >= 4
    assert roadmap_section.quiz is not None
    assert len(roadmap_section.quiz.questions) >= 8
    for exercise in roadmap_section.exercises:
        assert len(exercise.wrong) >= 3, exercise.id
        assert exercise.hints, exercise.id
    for lesson in roadmap_section.lessons:
        assert lesson.samples, lesson.id
        assert lesson.sources, lesson.id
        assert 900 <= len(lesson.text.split()) <= 1800, lesson.id


def test_corrections_stand_in_their_lessons(roadmap_section: Section) -> None:
    found = {
        (lesson.id, mark) for lesson in roadmap_section.lessons for mark in re.findall(r"\{(C-\d+)\}", lesson.text)
    }
    assert {
        ("what-is-redis", "C-44"),
        ("durability-memory", "C-45"),
        ("pubsub-streams", "C-46"),
        ("write-behind-adopters", "C-47"),
        ("durability-memory", "C-48"),
        ("write-behind-adopters", "C-48"),
        ("write-behind-adopters", "C-49"),
        ("cache-aside", "C-50"),
    } <= found


def test_every_sample_file_is_shown(roadmap_section: Section) -> None:
    shown = {sample.name for lesson in roadmap_section.lessons for sample in lesson.samples}
    assert shown == {path.name for path in (Path(roadmap_section.path) / "samples").glob("*.py")}
