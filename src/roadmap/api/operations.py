"""What those who run the site watch: alive, ready, and figures for Prometheus."""

from __future__ import annotations

import logging
from typing import Any

from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config
from sqlalchemy import func, select

from roadmap.api.answers import private
from roadmap.learning.models import SubmissionRow
from roadmap.runner.verdict import State
from roadmap.storage import StorageUnavailable, current, reading

log = logging.getLogger(__name__)


@view_config(route_name="api.alive", request_method="GET")
def alive(request: Request) -> Response:
    """Asks nobody: a database that is away must not make an orchestrator kill the process."""
    return Response("ok\n", content_type="text/plain", cache_control="no-store")


@view_config(route_name="api.ready", request_method="GET")
def ready(request: Request) -> Response:
    problem = _storage_problem(request)
    data = {"ready": problem is None, "problem": problem, "runner": request.registry.runner.problem()}
    return private(data, status=503 if problem else 200)


@view_config(route_name="api.metrics", request_method="GET")
def metrics(request: Request) -> Response:
    text = "".join(_lines(request))
    response = Response(text, content_type="text/plain", charset="utf-8", cache_control="no-store")
    response.content_type_params = {"version": "0.0.4", "charset": "utf-8"}
    return response


def _storage_problem(request: Request) -> str | None:
    registry = request.registry
    try:
        schema = current(registry.sessionmaker.kw["bind"], registry.migrations)
    except StorageUnavailable as error:
        # The message names where the database is, which is no business of whoever asks.
        log.warning("not ready: %s", error)
        return "the database cannot be reached; the log says why"
    return None if schema.up_to_date else "migrations are due: run `roadmap db upgrade`"


def _lines(request: Request) -> list[str]:
    with reading(request.registry.sessionmaker) as db:
        states = dict(db.execute(select(SubmissionRow.state, func.count()).group_by(SubmissionRow.state)).all())
        sent = db.scalar(select(func.max(SubmissionRow.number))) or 0
        finished = db.execute(
            select(SubmissionRow.kind, SubmissionRow.verdict_state, func.count(), func.sum(SubmissionRow.seconds))
            .where(SubmissionRow.state == "finished")
            .group_by(SubmissionRow.kind, SubmissionRow.verdict_state)
        ).all()
    counts = {(kind, state): (count, seconds or 0.0) for kind, state, count, seconds in finished}
    runs = {
        (kind, state.value): counts.get((kind, state.value), (0, 0.0)) for kind in ("check", "run") for state in State
    }
    problem = request.registry.runner.problem()
    return [
        *_metric("roadmap_queue_length", "gauge", "Submissions that wait.", [({}, states.get("queued", 0))]),
        *_metric("roadmap_running", "gauge", "Submissions that run now.", [({}, states.get("running", 0))]),
        *_metric("roadmap_runner_available", "gauge", "1 where programs can be run.", [({}, int(problem is None))]),
        *_metric(
            "roadmap_submissions_total",
            "counter",
            "Submissions that were ever sent.",
            [({}, sent)],
        ),
        *_metric(
            "roadmap_finished",
            "gauge",
            "Finished submissions that are kept, by kind and verdict; old ones are forgotten.",
            [({"kind": kind, "state": state}, count) for (kind, state), (count, _) in runs.items()],
        ),
        *_metric(
            "roadmap_finished_seconds",
            "gauge",
            "Seconds that these kept a slot busy.",
            [({"kind": kind, "state": state}, round(seconds, 6)) for (kind, state), (_, seconds) in runs.items()],
        ),
    ]


def _metric(name: str, kind: str, meaning: str, values: list[tuple[dict[str, str], Any]]) -> list[str]:
    samples = [f"{name}{_labels(labels)} {number}\n" for labels, number in values]
    return [f"# HELP {name} {meaning}\n", f"# TYPE {name} {kind}\n", *samples]


def _labels(labels: dict[str, str]) -> str:
    pairs = ",".join(f'{key}="{value}"' for key, value in labels.items())
    return f"{{{pairs}}}" if pairs else ""
