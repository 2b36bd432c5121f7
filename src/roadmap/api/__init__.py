"""The same as the pages, as JSON: requests under /api/v1, described by openapi.yaml, and what operators watch."""

from __future__ import annotations

import json

import pyramid_openapi3
from pyramid.config import Configurator
from pyramid_openapi3.exceptions import RequestValidationError

from roadmap.api.problems import invalid
from roadmap.api.reference import DOCUMENT, read_document

PREFIX = "/api/v1"


def includeme(config: Configurator) -> None:
    """Routes, views and problem details. Paths and methods are those of openapi.yaml; a test compares them."""
    # Answers are compared with the document by the tests, not again on every request.
    config.add_settings({"pyramid_openapi3.enable_response_validation": False})
    # The document is ours, and a test proves it. The library would prove it again at every start, which takes longer
    # than all the rest of a start.
    vars(pyramid_openapi3)["validate"] = lambda document, **_: None
    config.include("pyramid_openapi3")
    config.pyramid_openapi3_add_deserializer("application/problem+json", json.loads)
    config.pyramid_openapi3_spec(str(DOCUMENT), route=f"{PREFIX}/openapi.yaml", route_name="api.yaml")
    config.registry.openapi_document = read_document()
    config.include(".problems")
    # Here, not there: only so does it take the place of the one that pyramid_openapi3 adds.
    config.add_exception_view(invalid, context=RequestValidationError)
    config.include(".bodies")
    config.include(".events")
    config.include(".levels")
    config.include(_routes, route_prefix=PREFIX)
    config.add_route("api.alive", "/healthz")
    config.add_route("api.ready", "/readyz")
    config.add_route("api.metrics", "/metrics")
    config.scan()


def _routes(config: Configurator) -> None:
    config.add_route("api.reference", "/")
    config.add_route("api.document", "/openapi.json")
    config.add_route("api.sections", "/sections")
    config.add_route("api.section", "/sections/{section}")
    config.add_route("api.exercise", "/exercises/{section}/{slug}")
    config.add_route("api.search", "/search")
    config.add_route("api.submissions", "/submissions")
    config.add_route("api.submission", "/submissions/{id}")
    config.add_route("api.cancel", "/submissions/{id}/cancel")
    config.add_route("api.events", "/submissions/{id}/events")
    config.add_route("api.runs", "/runs")
    config.add_route("api.progress", "/me/progress")
    config.add_route("api.lesson", "/me/lessons/{section}/{lesson}")
    config.add_route("api.bookmark", "/me/bookmarks/{section}/{lesson}")
    config.add_route("api.notes", "/me/lessons/{section}/{lesson}/notes")
    config.add_route("api.note", "/me/notes/{id}")
    config.add_route("api.draft", "/me/drafts/{section}/{slug}")
    config.add_route("api.my_submissions", "/me/submissions")
    config.add_route("api.question", "/me/quizzes/{section}/{question}")
