"""The Request lab: a form with a program and a request, and below it what the sandbox saw."""

from __future__ import annotations

from typing import Any

from pyramid.request import Request
from pyramid.view import view_config

from roadmap.catalogue import Limits
from roadmap.learning.errors import BadFiles, Wait
from roadmap.runner.job import Job
from roadmap_flask.answer import Answer
from roadmap_flask.asking import METHODS, Asking
from roadmap_flask.examples import EXAMPLES, Example, example, read

TEMPLATE = "roadmap_flask:templates/request_lab.jinja2"
LIMITS = Limits(wall_seconds=6.0, cpu_seconds=4.0)
FORM_LIMIT = 256 * 1024
OBSERVER = read("observer.py")
PROBE = read("probe.py")


@view_config(route_name="flask.request_lab", request_method="GET", renderer=TEMPLATE)
def show(request: Request) -> dict[str, Any]:
    """The form with an example; the same for everyone."""
    request.response.cache_control = "public, max-age=0, must-revalidate"
    chosen = example(request.GET.get("example")) or EXAMPLES[0]
    return page(chosen.asking, chosen=chosen)


@view_config(route_name="flask.request_lab", request_method="POST", renderer=TEMPLATE)
def send(request: Request) -> dict[str, Any]:
    """The form as it was sent, and the answer."""
    asking, chosen, problems = read_form(request)
    if problems:
        request.response.status_int = 422
        return page(asking, chosen=chosen, problems=problems)
    try:
        verdict = request.observe(job_for(asking))
    except Wait as refusal:
        return page(asking, chosen=chosen, notice=request.refuse(refusal))
    except BadFiles as refusal:
        return page(asking, chosen=chosen, problems={"source": request.refuse(refusal)})
    return page(asking, chosen=chosen, answer=Answer.of(verdict, asking.body))


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
        runtime="flask",
        program="wsgi",
        entry="app:app",
        files={"app.py": asking.source},
        limits=LIMITS,
        probe_source=PROBE,
        observer_source=OBSERVER,
        observer_input=asking.as_input(),
    )


def page(
    asking: Asking,
    *,
    chosen: Example | None = None,
    problems: dict[str, str] | None = None,
    answer: Answer | None = None,
    notice: str = "",
) -> dict[str, Any]:
    return {
        "asking": asking,
        "chosen": chosen,
        "examples": EXAMPLES,
        "methods": METHODS,
        "problems": problems or {},
        "answer": answer,
        "notice": notice,
    }
