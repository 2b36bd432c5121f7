"""The SQL lens: a form with a few lines of SQLAlchemy, and below it SQL, rows and the session's time line."""

from __future__ import annotations

from typing import Any

from pyramid.request import Request
from pyramid.view import view_config

from roadmap.catalogue import Limits
from roadmap.learning.errors import BadFiles, Wait
from roadmap.runner.job import Job
from roadmap_sqlalchemy.asking import Asking
from roadmap_sqlalchemy.examples import EXAMPLES, LIBRARY, MODELS, Example, example, read
from roadmap_sqlalchemy.outcome import Outcome

TEMPLATE = "roadmap_sqlalchemy:templates/lens.jinja2"
LIMITS = Limits(wall_seconds=6.0, cpu_seconds=4.0)
FORM_LIMIT = 64 * 1024
OBSERVER = read("observer.py")
PROBE = read("probe.py")


@view_config(route_name="sqlalchemy.lens", request_method="GET", renderer=TEMPLATE)
def show(request: Request) -> dict[str, Any]:
    """The form with an example; the same for everyone."""
    request.response.cache_control = "public, max-age=0, must-revalidate"
    chosen = example(request.GET.get("example")) or EXAMPLES[0]
    return page(chosen.asking, chosen)


@view_config(route_name="sqlalchemy.lens", request_method="POST", renderer=TEMPLATE)
def run(request: Request) -> dict[str, Any]:
    """The form as it was sent, and what came of it."""
    asking, chosen, problem = read_form(request)
    if not problem:
        try:
            return page(asking, chosen, outcome=Outcome.of(request.observe(job_for(asking))))
        except Wait as refusal:
            return page(asking, chosen, notice=request.refuse(refusal))
        except BadFiles as refusal:
            problem = request.refuse(refusal)
    request.response.status_int = 422
    return page(asking, chosen, problem=problem)


def read_form(request: Request) -> tuple[Asking, Example | None, str]:
    """What was typed, the example that it began with, and what is wrong with it."""
    if (request.content_length or 0) > FORM_LIMIT:
        return EXAMPLES[0].asking, EXAMPLES[0], f"The form is larger than {FORM_LIMIT // 1024} KiB."
    try:
        asking = Asking.of(request.POST)
        chosen = example(request.POST.get("example"))
    except (UnicodeDecodeError, ValueError):
        return EXAMPLES[0].asking, EXAMPLES[0], "The form could not be read. It should be sent as UTF-8."
    return asking, chosen, asking.problem


def job_for(asking: Asking) -> Job:
    return Job(
        kind="observe",
        runtime="sqlalchemy",
        program="python",
        entry="library",
        files={**LIBRARY, "query.py": asking.code},
        limits=LIMITS,
        probe_source=PROBE,
        observer_source=OBSERVER,
    )


def page(
    asking: Asking,
    chosen: Example | None,
    *,
    problem: str = "",
    outcome: Outcome | None = None,
    notice: str = "",
) -> dict[str, Any]:
    return {
        "asking": asking,
        "chosen": chosen,
        "examples": EXAMPLES,
        "models": MODELS,
        "problem": problem,
        "outcome": outcome,
        "notice": notice,
    }
