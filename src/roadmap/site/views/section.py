"""A section's front page."""

from __future__ import annotations

from typing import Any

from pyramid.request import Request
from pyramid.view import view_config

from roadmap.catalogue import Section
from roadmap.markdown import render_front


@view_config(
    route_name="section", request_method="GET", renderer="roadmap:site/templates/section.jinja2", everyone=True
)
def section(section: Section, request: Request) -> dict[str, Any]:
    catalogue = request.catalogue
    after = [found for name in section.after if (found := catalogue.section(name))]
    return {"section": section, "front": render_front(section).html, "after": after}
