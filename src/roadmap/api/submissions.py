"""Sending a program, asking what became of it, and taking it back."""

from __future__ import annotations

from typing import Any

from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from roadmap.api.answers import private
from roadmap.api.catalogue import exercise_named
from roadmap.api.problems import Problem
from roadmap.learning import Submission

HIDDEN = ("facts", "state_after")


@view_config(route_name="api.submissions", request_method="POST", openapi=True)
def submit(request: Request) -> Response:
    body = request.json_body
    exercise = exercise_named(body["exercise"], request)
    return accepted(request.submissions.submit(exercise, body["files"]), request)


@view_config(route_name="api.submission", request_method="GET")
def get_submission(request: Request) -> Response:
    return private(submission_as_json(submission_of(request), request))


@view_config(route_name="api.submission", request_method="DELETE")
@view_config(route_name="api.cancel", request_method="POST")
def cancel(request: Request) -> Response:
    submission = submission_of(request)
    return private(submission_as_json(request.submissions.cancel(submission.id), request))


def submission_of(request: Request) -> Submission:
    """The one that the path names, if it is this visitor's. :raises Problem: 404"""
    found: Submission | None = request.submissions.get(request.matchdict["id"])
    if found is None:
        raise Problem(404, "There is no such submission among yours. Was it sent with the same cookie?")
    return found


def accepted(submission: Submission, request: Request) -> Response:
    response = private(submission_as_json(submission, request), status=202)
    response.headers["Location"] = request.route_path("api.submission", id=submission.id)
    return response


def submission_as_json(submission: Submission, request: Request) -> dict[str, Any]:
    place = request.submissions.place(submission) if submission.state == "queued" else None
    exercise = request.registry.catalogue.exercise_by_key(submission.exercise)
    return {
        "id": submission.id,
        "kind": submission.kind,
        "exercise": submission.exercise or None,
        "state": str(submission.state),
        "place": place.number if place else None,
        "seconds": place.seconds if place else None,
        "created": submission.created_at.isoformat(),
        "files": dict(submission.files),
        "files_hash": submission.files_hash,
        "exercise_version": submission.graded_version or None,
        "outdated": bool(exercise and submission.is_outdated(exercise)),
        "superseded_by": submission.superseded_by,
        "verdict": verdict_as_json(submission.verdict.to_dict()) if submission.verdict else None,
        "href": request.route_path("api.submission", id=submission.id),
        "events": request.route_path("api.events", id=submission.id),
    }


def verdict_as_json(verdict: dict[str, Any]) -> dict[str, Any]:
    """What checks and runs report; the rest is between a lab and its observer."""
    return {key: value for key, value in verdict.items() if key not in HIDDEN}
