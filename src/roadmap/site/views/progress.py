"""What one has done so far, as a page of its own: the same that scripts show as ticks and on the map."""

from __future__ import annotations

from typing import Any

from pyramid.request import Request
from pyramid.view import view_config

from roadmap.catalogue import MAIN


@view_config(route_name="progress", request_method="GET", renderer="roadmap:site/templates/progress.jinja2")
def progress(context: Any, request: Request) -> dict[str, Any]:
    done = request.progress.all()
    standing = request.progress.standing(done, request.catalogue)
    sections = request.catalogue.sections
    return {
        "begun": [section for section in sections if section.id in standing.sections],
        "others": [section for section in sections if section.id not in standing.sections],
        "recommended": standing.recommended.get(MAIN),
        "done": done,
        "standing": standing,
        "section": None,
    }
