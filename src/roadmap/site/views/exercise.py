"""An exercise: its page, sending an attempt, what became of it, and the solution."""

from __future__ import annotations

from typing import Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.request import Request
from pyramid.view import exception_view_config, view_config

from roadmap.catalogue import Catalogue, Exercise
from roadmap.learning import Submission, Wait
from roadmap.markdown import render_inline, render_task
from roadmap.runner.job import Job
from roadmap.site.catalogues import voice_of
from roadmap.site.following import followed
from roadmap.site.views.lesson import needed_lessons

TEMPLATE = "roadmap:site/templates/exercise.jinja2"
PATIENCE = 4.0


@view_config(route_name="exercise", request_method="GET", renderer=TEMPLATE, everyone=True)
def exercise(exercise: Exercise, request: Request) -> dict[str, Any]:
    return page(exercise, request)


@view_config(route_name="exercise.attempts", request_method="POST")
def attempt(exercise: Exercise, request: Request) -> HTTPSeeOther:
    """Check or run what was sent; the page that answers shows the result and keeps the code."""
    edited = edited_files(exercise, request)
    if request.POST.get("action") == "run":
        submission = request.submissions.run(Job.to_try(exercise, exercise.program_files(edited)))
    else:
        submission = request.submissions.submit(exercise, edited)
    return HTTPSeeOther(_attempt_path(request, exercise, submission.id))


@view_config(route_name="exercise.attempts", request_method="GET", renderer="roadmap:site/templates/attempts.jinja2")
def attempts(exercise: Exercise, request: Request) -> dict[str, Any]:
    sent = request.submissions.of(exercise.key)
    return {"exercise": exercise, "section": _section(exercise, request), "attempts": sent}


@view_config(route_name="exercise.attempt", request_method="GET", renderer=TEMPLATE)
def attempt_page(exercise: Exercise, request: Request) -> dict[str, Any]:
    submission = _attempt(exercise, request)
    files = {**exercise.starter, **_edited(exercise, submission)}
    return page(exercise, request, files=files, followed=followed(request, submission, PATIENCE))


@view_config(route_name="exercise.cancel", request_method="POST")
def cancel(exercise: Exercise, request: Request) -> HTTPSeeOther:
    submission = _attempt(exercise, request)
    request.submissions.cancel(submission.id)
    return HTTPSeeOther(_attempt_path(request, exercise, submission.id))


@view_config(route_name="exercise.again", request_method="POST")
def check_again(exercise: Exercise, request: Request) -> HTTPSeeOther:
    """The same files, checked by the exercise as it is now; the earlier attempt stays what it was."""
    again = request.submissions.submit(exercise, _edited(exercise, _attempt(exercise, request)))
    return HTTPSeeOther(_attempt_path(request, exercise, again.id))


@exception_view_config(context=Wait, route_name="exercise.attempts", request_method="POST", renderer=TEMPLATE)
def not_now(error: Wait, request: Request) -> dict[str, Any]:
    """Too much at once, of this visitor's or of all: nothing was sent, and what was written is still there."""
    catalogue: Catalogue = request.catalogue
    exercise = catalogue.exercise(request.matchdict["section"], request.matchdict["slug"])
    if exercise is None:  # the route's predicate has seen it
        raise HTTPNotFound()
    refused = request.refuse(error)
    request.response.headers["Cache-Control"] = "private, no-store"
    files = {**exercise.starter, **edited_files(exercise, request)}
    return page(exercise, request, files=files, refused=refused)


@view_config(route_name="exercise.solution", request_method="GET", renderer="roadmap:site/templates/solution.jinja2")
def solution(exercise: Exercise, request: Request) -> dict[str, Any]:
    """Shown after passing, or after having tried and asked for it."""
    request.response.headers["Cache-Control"] = "private, no-store"
    tried = request.submissions.may_see_solution(exercise)
    shown = tried and (request.progress.has_passed(exercise.key) or request.GET.get("show") == "yes")
    if not shown:
        request.response.status_int = 403
    files = exercise.solution if shown else {}
    return {"exercise": exercise, "section": _section(exercise, request), "files": files, "tried": tried}


def page(exercise: Exercise, request: Request, **more: Any) -> dict[str, Any]:
    """What the template needs, whether or not somebody's attempt is shown."""
    return {
        "exercise": exercise,
        "section": _section(exercise, request),
        "task": render_task(exercise, voice_of(request, exercise)).html,
        "hints": [render_inline(hint, exercise.section, voice_of(request, exercise)) for hint in exercise.hints],
        "needs": needed_lessons(request.catalogue, exercise.section, exercise.needs),
        "given": [name for name in exercise.starter if name not in exercise.edit],
        "files": exercise.starter,
        "starters": {name: exercise.starter[name] for name in exercise.edit},
        "followed": None,
        "refused": "",
        **more,
    }


def edited_files(exercise: Exercise, request: Request) -> dict[str, str]:
    """The text areas of the form; browsers send line ends as CR LF, programs are kept with LF."""
    sent = {name: request.POST.get(f"file:{name}") for name in exercise.edit}
    return {
        name: text.replace("\r\n", "\n") if isinstance(text, str) else exercise.starter[name]
        for name, text in sent.items()
    }


def _attempt(exercise: Exercise, request: Request) -> Submission:
    """The one that the address names, if it is this visitor's and at this exercise."""
    submission: Submission | None = request.submissions.get(request.matchdict["id"])
    if submission is None or submission.exercise != exercise.key:
        raise HTTPNotFound()
    return submission


def _edited(exercise: Exercise, submission: Submission) -> dict[str, str]:
    return {name: submission.files[name] for name in exercise.edit if name in submission.files}


def _attempt_path(request: Request, exercise: Exercise, id: str) -> str:
    path: str = request.route_path("exercise.attempt", section=exercise.section, slug=exercise.id, id=id)
    return path


def _section(exercise: Exercise, request: Request) -> Any:
    catalogue: Catalogue = request.catalogue
    return catalogue.section(exercise.section)
