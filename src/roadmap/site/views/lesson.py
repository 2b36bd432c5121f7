"""A lesson, and marking it as done without JavaScript."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.view import view_config

from roadmap.catalogue import Catalogue, Lesson
from roadmap.catalogue.verified import stamp
from roadmap.markdown import render_lesson

Item = TypeVar("Item")


@view_config(route_name="lesson", request_method="GET", renderer="roadmap:site/templates/lesson.jinja2", everyone=True)
def lesson(lesson: Lesson, request: Request) -> dict[str, Any]:
    catalogue: Catalogue = request.catalogue
    section = catalogue.as_mapping()[lesson.section]
    before, after = neighbours(section.lessons, lesson)
    prepared = [exercise for exercise in section.exercises if lesson.id in exercise.needs]
    return {
        "section": section,
        "lesson": lesson,
        "stamp": stamp(section, lesson),
        "rendered": render_lesson(section, lesson),
        "needs": needed_lessons(catalogue, lesson.section, lesson.needs),
        "before": before,
        "after": after,
        "exercises": prepared,
    }


@view_config(route_name="lesson.done", request_method="POST")
def done(lesson: Lesson, request: Request) -> HTTPSeeOther:
    request.progress.complete(lesson.section, lesson.id)
    return HTTPSeeOther(request.route_path("progress"))


def neighbours(items: Sequence[Item], item: Item) -> tuple[Item | None, Item | None]:
    position = items.index(item)
    before = items[position - 1] if position else None
    after = items[position + 1] if position + 1 < len(items) else None
    return before, after


def needed_lessons(catalogue: Catalogue, section: str, needs: Sequence[str]) -> list[Lesson]:
    """The lessons that `needs` names, of `section` or another; those that are not installed are left out."""
    found = []
    for need in needs:
        home, _, lesson = need.rpartition("/")
        if needed := catalogue.lesson(home or section, lesson):
            found.append(needed)
    return found
