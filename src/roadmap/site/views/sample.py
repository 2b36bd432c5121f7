"""A lesson's sample without JavaScript: running it as it is, or changing it on a page of its own and running that."""

from __future__ import annotations

from typing import Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.renderers import render_to_response
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import exception_view_config, view_config

from roadmap.catalogue import Catalogue, Sample
from roadmap.languages import said
from roadmap.learning import Submission, Wait
from roadmap.runner.job import Job
from roadmap.site.following import followed
from roadmap.site.views import errors
from roadmap.site.views.run import PATIENCE

TEMPLATE = "roadmap:site/templates/sample.jinja2"


@view_config(route_name="sample", request_method="GET", renderer=TEMPLATE, everyone=True)
def sample(sample: Sample, request: Request) -> dict[str, Any]:
    return page(sample, request, sample.code)


@view_config(route_name="sample.run", request_method="POST")
def run_sample(sample: Sample, request: Request) -> HTTPSeeOther:
    """From the lesson, which sends no code: the sample as it is. From its own page: what was made of it."""
    code = sent_code(request)
    submission = request.submissions.run(Job.to_run(sample, code))
    if code is not None:
        return HTTPSeeOther(_path(sample, request, submission.id))
    lesson = f"{sample.section}/{sample.lesson}"
    return HTTPSeeOther(request.route_path("run", id=submission.id, _query={"lesson": lesson}))


@view_config(route_name="sample.version", request_method="GET", renderer=TEMPLATE)
def version(sample: Sample, request: Request) -> dict[str, Any]:
    submission = _run(sample, request)
    code = submission.files[sample.name]
    return page(sample, request, code, followed=followed(request, submission, PATIENCE))


@view_config(route_name="sample.cancel", request_method="POST")
def cancel(sample: Sample, request: Request) -> HTTPSeeOther:
    submission = _run(sample, request)
    request.submissions.cancel(submission.id)
    return HTTPSeeOther(_path(sample, request, submission.id))


@exception_view_config(context=Wait, route_name="sample.run", request_method="POST")
def not_now(error: Wait, request: Request) -> Response:
    """Too much at once, of this visitor's or of all: nothing was run, and what was written is still there."""
    code = sent_code(request)
    catalogue: Catalogue = request.catalogue
    sample = catalogue.sample(request.matchdict["section"], request.matchdict["sample"])
    if code is None or sample is None:
        return errors.wait(error, request)
    response = render_to_response(
        TEMPLATE, page(sample, request, code, refused=said(error, request.localizer)), request=request
    )
    response.status_int = error.status
    response.headers["Retry-After"] = str(error.retry_after)
    return response


def page(sample: Sample, request: Request, code: str, **more: Any) -> dict[str, Any]:
    """What the template needs, whether or not somebody's run is shown."""
    catalogue: Catalogue = request.catalogue
    return {
        "sample": sample,
        "section": catalogue.section(sample.section),
        "lesson": catalogue.lesson(sample.section, sample.lesson),
        "code": code,
        "changed": code != sample.code,
        "followed": None,
        "refused": "",
        **more,
    }


def sent_code(request: Request) -> str | None:
    """The text area of the form; browsers send line ends as CR LF, programs are kept with LF."""
    code = request.POST.get("code")
    return code.replace("\r\n", "\n") if isinstance(code, str) else None


def _run(sample: Sample, request: Request) -> Submission:
    """The one that the address names, if it is this visitor's and of this sample's file."""
    submission: Submission | None = request.submissions.get(request.matchdict["id"])
    if submission is None or submission.kind != "run" or submission.spec.get("main") != sample.name:
        raise HTTPNotFound()
    return submission


def _path(sample: Sample, request: Request, id: str) -> str:
    path: str = request.route_path("sample.version", section=sample.section, sample=sample.id, id=id)
    return path
