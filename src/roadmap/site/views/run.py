"""What a lesson's sample printed that was run, as it is, without JavaScript."""

from __future__ import annotations

from typing import Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.request import Request
from pyramid.view import view_config

from roadmap.catalogue import Catalogue
from roadmap.site.following import followed

PATIENCE = 10.0


@view_config(route_name="run.cancel", request_method="POST")
def cancel_run(context: Any, request: Request) -> HTTPSeeOther:
    submission = request.submissions.cancel(request.matchdict["id"])
    if submission is None:
        raise HTTPNotFound()
    return HTTPSeeOther(request.route_path("run", id=submission.id, _query=request.GET))


@view_config(route_name="run", request_method="GET", renderer="roadmap:site/templates/run.jinja2")
def run(context: Any, request: Request) -> dict[str, Any]:
    submission = request.submissions.get(request.matchdict["id"])
    if submission is None or submission.kind != "run":
        raise HTTPNotFound()
    catalogue: Catalogue = request.catalogue
    section, _, lesson = request.GET.get("lesson", "").partition("/")
    return {
        "followed": followed(request, submission, PATIENCE),
        "lesson": catalogue.lesson(section, lesson),
        "section": catalogue.section(section),
    }
