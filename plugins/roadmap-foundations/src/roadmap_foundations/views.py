"""The section's own pages: Follow a request, and Choose a framework."""

from __future__ import annotations

import base64
from typing import Any

from pyramid.request import Request
from pyramid.view import view_config

from roadmap.catalogue import Limits
from roadmap.learning.errors import BadFiles, Wait
from roadmap.runner.job import Job
from roadmap_foundations.choosing import QUESTIONS, advice, answers_from
from roadmap_foundations.following.asking import AGREEMENTS, EXAMPLES, METHODS, Asking, Example, example, read
from roadmap_foundations.following.steps import LAYERS, steps_of

FOLLOW = "roadmap_foundations:templates/follow.jinja2"
CHOOSE = "roadmap_foundations:templates/choose.jinja2"
LIMITS = Limits(wall_seconds=10.0, cpu_seconds=6.0)
FORM_LIMIT = 16 * 1024
PROGRAMS = {name: read(f"programs/{name}.py") for name in AGREEMENTS}
DATABASE = read("programs/database.py")
OBSERVER = read("observer.py")
PROBE = read("probe.py")


@view_config(route_name="foundations.follow", request_method="GET", renderer=FOLLOW)
def show(request: Request) -> dict[str, Any]:
    """The form with an example; the same for everyone."""
    request.response.cache_control = "public, max-age=0, must-revalidate"
    chosen = example(request.GET.get("example")) or EXAMPLES[0]
    return page(chosen.asking, chosen=chosen)


@view_config(route_name="foundations.follow", request_method="POST", renderer=FOLLOW)
def follow(request: Request) -> dict[str, Any]:
    """The form as it was sent, and every step of the exchange."""
    asking, chosen, problems = read_form(request)
    if problems:
        request.response.status_int = 422
        return page(asking, chosen=chosen, problems=problems)
    try:
        verdict = request.observe(job_for(asking))
    except Wait as refusal:
        return page(asking, chosen=chosen, notice=request.refuse(refusal))
    except BadFiles as refusal:
        return page(asking, chosen=chosen, problems={"body": request.refuse(refusal)})
    return page(asking, chosen=chosen, verdict=verdict)


@view_config(route_name="foundations.choose", request_method="GET", renderer=CHOOSE)
def choose(request: Request) -> dict[str, Any]:
    """The questions, and advice for the answers in the URL: the same for everyone who asks with them."""
    request.response.cache_control = "public, max-age=0, must-revalidate"
    answers = answers_from(request.GET)
    catalogue = request.catalogue
    return {
        "questions": QUESTIONS,
        "answers": answers,
        "advice": advice(answers) if answers else None,
        "urls": {section.id: section.url for section in catalogue.sections},
    }


def read_form(request: Request) -> tuple[Asking, Example | None, dict[str, str]]:
    """What was asked, the example that it began with, and what is wrong with it."""
    first = EXAMPLES[0]
    if (request.content_length or 0) > FORM_LIMIT:
        return first.asking, first, {"body": f"All fields together are larger than {FORM_LIMIT // 1024} KiB."}
    try:
        asking = Asking.of(request.POST)
    except (UnicodeDecodeError, ValueError):
        return first.asking, first, {"body": "The form could not be read. It should be sent as UTF-8."}
    return asking, example(request.POST.get("example")), asking.problems()


def job_for(asking: Asking) -> Job:
    return Job(
        kind="observe",
        runtime="frameworks",
        program=asking.agreement,
        entry="app:app",
        files={"app.py": PROGRAMS[asking.agreement], "database.py": DATABASE},
        limits=LIMITS,
        probe_source=PROBE,
        observer_source=OBSERVER,
        observer_input={
            "agreement": asking.agreement,
            "request": base64.b64encode(asking.as_bytes()).decode(),
        },
    )


def page(
    asking: Asking,
    *,
    chosen: Example | None = None,
    problems: dict[str, str] | None = None,
    verdict: Any = None,
    notice: str = "",
) -> dict[str, Any]:
    agreement = asking.agreement if asking.agreement in AGREEMENTS else "wsgi"
    facts = verdict.facts if verdict is not None and verdict.passed else None
    return {
        "asking": asking,
        "chosen": chosen,
        "examples": EXAMPLES,
        "methods": METHODS,
        "agreements": AGREEMENTS,
        "layers": LAYERS,
        "program": PROGRAMS[agreement],
        "database": DATABASE,
        "problems": problems or {},
        "verdict": verdict,
        "steps": steps_of(facts, agreement),
        "problem": facts.get("problem", "") if isinstance(facts, dict) else "",
        "notice": notice,
    }
