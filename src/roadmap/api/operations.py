"""What those who run the site watch: alive, ready, and figures for Prometheus (`roadmap.api.figures` has which)."""

from __future__ import annotations

import logging

from prometheus_client.exposition import choose_encoder
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from roadmap.api.answers import private
from roadmap.storage import StorageUnavailable, current

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
    encode, content_type = choose_encoder(request.headers.get("Accept", ""))
    body = b"".join(encode(registry) for registry in (request.registry.figures.registry, request.registry.levels))
    # Each ends the exposition where OpenMetrics is spoken; there may be one end.
    end = b"# EOF\n"
    if body.endswith(end):
        body = body.replace(end, b"") + end
    response = Response(body, cache_control="no-store")
    response.headers["Content-Type"] = content_type
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
