"""Running a lesson's sample, or an exercise's program, or one's own, without grading it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from roadmap.api.catalogue import exercise_named
from roadmap.api.problems import Problem
from roadmap.api.submissions import accepted
from roadmap.catalogue import SERVICES
from roadmap.runner.job import Job


@view_config(route_name="api.runs", request_method="POST", openapi=True)
def run(request: Request) -> Response:
    body = request.json_body
    make = next(make for kind, make in MAKERS.items() if kind in body)
    return accepted(request.submissions.run(make(body, request)), request)


def sample_job(body: Mapping[str, Any], request: Request) -> Job:
    """A sample, as it is or with its own file changed. Runtime, services and limits are the sample's."""
    section, _, name = body["sample"].partition("/")
    sample = request.registry.catalogue.sample(section, name)
    if sample is None:
        raise Problem(404, f"There is no sample {body['sample']!r}.")
    files = body.get("files", {})
    errors = [(f"files/{file}", f"the sample has one file, {sample.name}") for file in files if file != sample.name]
    errors += _brought(body)
    if errors:
        raise _invalid(errors)
    return Job.to_run(sample, files.get(sample.name))


def exercise_job(body: Mapping[str, Any], request: Request) -> Job:
    """The program of an exercise as it would be graded, but without the checks."""
    exercise = exercise_named(body["exercise"], request)
    errors = [
        (f"files/{name}", "the exercise does not let one edit it")
        for name in body["files"]
        if name not in exercise.edit
    ]
    errors += _brought(body)
    if errors:
        raise _invalid(errors)
    return Job.to_try(exercise, exercise.program_files(body["files"]))


def own_job(body: Mapping[str, Any], request: Request) -> Job:
    runtimes = request.registry.runtimes
    services = tuple(body.get("services", ()))
    errors = []
    if body["runtime"] not in runtimes:
        errors.append(("runtime", f"there is none of this name; there are: {', '.join(sorted(runtimes)) or 'none'}"))
    if body["main"] not in body["files"]:
        errors.append(("main", "it must be the name of one of the files"))
    errors += [
        ("services", f"{each!r} is not known; known: {', '.join(SERVICES)}")
        for each in services
        if each not in SERVICES
    ]
    if errors:
        raise _invalid(errors)
    return Job(kind="run", runtime=body["runtime"], files=body["files"], main=body["main"], services=services)


MAKERS = {"sample": sample_job, "exercise": exercise_job, "runtime": own_job}


def _brought(body: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(field, "it is given by what is run") for field in ("main", "services", "runtime") if field in body]


def _invalid(errors: list[tuple[str, str]]) -> Problem:
    return Problem(422, "; ".join(f"{field}: {detail}" for field, detail in errors), errors=errors)
