"""Types to docs: a form with an endpoint and two requests, and below it what becomes of the types."""

from __future__ import annotations

from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.request import Request
from pyramid.view import view_config

from roadmap.catalogue import Limits
from roadmap.learning.errors import BadFiles, Wait
from roadmap.runner.job import Job
from roadmap_fastapi.answer import Answer
from roadmap_fastapi.asking import METHODS, Asking
from roadmap_fastapi.examples import EXAMPLES, Example, example, read
from roadmap_fastapi.policy import IN_FRAME, WITH_FRAMES

TEMPLATE = "roadmap_fastapi:templates/types_to_docs.jinja2"
LIMITS = Limits(wall_seconds=12.0, cpu_seconds=8.0)
FORM_LIMIT = 256 * 1024
OBSERVER = read("observer.py")
PAGES = {"swagger-ui": "Swagger UI", "redoc": "ReDoc"}


@view_config(route_name="fastapi.types_to_docs", request_method="GET", renderer=TEMPLATE)
def show(request: Request) -> dict[str, Any]:
    """The form with an example; the same for everyone."""
    request.response.cache_control = "public, max-age=0, must-revalidate"
    chosen = example(request.GET.get("example")) or EXAMPLES[0]
    return page(request, chosen.asking, chosen=chosen)


@view_config(route_name="fastapi.types_to_docs", request_method="POST", renderer=TEMPLATE)
def send(request: Request) -> dict[str, Any]:
    """The form as it was sent, and what came of it."""
    asking, chosen, problems = read_form(request)
    if problems:
        request.response.status_int = 422
        return page(request, asking, chosen=chosen, problems=problems)
    try:
        verdict = request.observe(job_for(asking))
    except Wait as refusal:
        return page(request, asking, chosen=chosen, notice=request.refuse(refusal))
    except BadFiles as refusal:
        return page(request, asking, chosen=chosen, problems={"source": request.refuse(refusal)})
    return page(request, asking, chosen=chosen, answer=Answer.of(verdict))


@view_config(route_name="fastapi.documentation", renderer="roadmap_fastapi:templates/documentation.jinja2")
def documentation(request: Request) -> dict[str, Any]:
    """The page inside a frame, which is told by a message what to show; the same for everyone."""
    name = request.matchdict["page"]
    if name not in PAGES:
        raise HTTPNotFound
    request.response.cache_control = "public, max-age=0, must-revalidate"
    request.response.headers["Content-Security-Policy"] = IN_FRAME
    request.response.headers["X-Robots-Tag"] = "noindex"
    return {"name": name, "title": PAGES[name]}


def read_form(request: Request) -> tuple[Asking, Example | None, dict[str, str]]:
    """What was asked, the example that it began with, and what is wrong with it."""
    first = EXAMPLES[0]
    if (request.content_length or 0) > FORM_LIMIT:
        return first.asking, first, {"source": f"All fields together are larger than {FORM_LIMIT // 1024} KiB."}
    try:
        asking = Asking.of(request.POST)
    except (UnicodeDecodeError, ValueError):
        return first.asking, first, {"source": "The form could not be read. It should be sent as UTF-8."}
    return asking, example(request.POST.get("example")), asking.problems()


def job_for(asking: Asking) -> Job:
    return Job(
        kind="observe",
        runtime="fastapi",
        program="asgi",
        entry="app:app",
        files={"app.py": asking.source},
        limits=LIMITS,
        observer_source=OBSERVER,
        observer_input=asking.as_input(),
    )


def page(
    request: Request,
    asking: Asking,
    *,
    chosen: Example | None = None,
    problems: dict[str, str] | None = None,
    answer: Answer | None = None,
    notice: str = "",
) -> dict[str, Any]:
    request.response.headers["Content-Security-Policy"] = WITH_FRAMES
    return {
        "asking": asking,
        "chosen": chosen,
        "examples": EXAMPLES,
        "methods": METHODS,
        "pages": PAGES,
        "problems": problems or {},
        "answer": answer,
        "notice": notice,
    }
