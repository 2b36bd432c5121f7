"""All lessons of a section on one page, to print or to keep: its contents, texts and sources, and no controls."""

from __future__ import annotations

from typing import Any

from pyramid.request import Request
from pyramid.view import view_config

from roadmap.catalogue import Lesson, Section
from roadmap.catalogue.verified import read_stamps, stamp
from roadmap.markdown import render_front, render_printed
from roadmap.site.views.lesson import needed_lessons

TEMPLATE = "roadmap:site/templates/printed.jinja2"


@view_config(route_name="section.printed", request_method="GET", renderer=TEMPLATE, everyone=True)
def printed(section: Section, request: Request) -> dict[str, Any]:
    stamps = read_stamps(section)
    catalogue = request.catalogue

    def page(lesson: Lesson) -> dict[str, Any]:
        return {
            "lesson": lesson,
            "stamp": stamp(section, lesson, stamps),
            "needs": needed_lessons(catalogue, section.id, lesson.needs),
            "rendered": render_printed(section, lesson),
        }

    return {
        "section": section,
        "address": f"{request.registry.roadmap.public_url}{section.url}",
        "front": render_front(section).html,
        "pages": [page(lesson) for lesson in section.lessons],
    }
