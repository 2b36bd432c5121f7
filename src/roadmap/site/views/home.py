"""The first page: what this is, and all sections in reading order."""

from __future__ import annotations

from typing import Any

from pyramid.request import Request
from pyramid.view import view_config


@view_config(route_name="home", request_method="GET", renderer="roadmap:site/templates/home.jinja2", everyone=True)
def home(context: Any, request: Request) -> dict[str, Any]:
    catalogue = request.catalogue
    return {"sections": catalogue.sections, "by_id": catalogue.as_mapping(), "section": None}
