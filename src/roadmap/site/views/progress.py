"""What one has done so far, as a page of its own: the same that scripts show as ticks."""

from __future__ import annotations

from typing import Any

from pyramid.request import Request
from pyramid.view import view_config


@view_config(route_name="progress", request_method="GET", renderer="roadmap:site/templates/progress.jinja2")
def progress(context: Any, request: Request) -> dict[str, Any]:
    return {"sections": request.catalogue.sections, "done": request.progress.all(), "section": None}
