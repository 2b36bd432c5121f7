"""Request bodies: refused by size, kind and syntax before the API's document is asked whether they fit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pyramid.config import Configurator
from pyramid.config.views import ViewDeriverInfo
from pyramid.request import Request
from pyramid.response import Response

from roadmap.api.problems import Problem

LARGEST_BODY = 2 * 1024 * 1024
"""Bytes; files have limits of their own, which are lower: JSON may take several bytes for one."""

View = Callable[[Any, Request], Response]


def includeme(config: Configurator) -> None:
    config.add_view_deriver(readable_body, over="openapi_view")


def readable_body(view: View, info: ViewDeriverInfo) -> View:
    """For views with `openapi=True`: 413, 415 and 400, so that the validator only meets JSON of a sane size."""
    if not info.options.get("openapi"):
        return view

    def wrapper(context: Any, request: Request) -> Response:
        if (request.content_length or 0) > LARGEST_BODY:
            raise Problem(413, f"The body may have {LARGEST_BODY} bytes; this one has {request.content_length}.")
        if request.content_type != "application/json":
            got = request.content_type or "none"
            raise Problem(415, f"The body must be JSON, with Content-Type: application/json; this one's is {got}.")
        try:
            request.json_body  # noqa: B018
        except RecursionError:
            raise Problem(400, "The body is nested too deeply.") from None
        except ValueError as error:
            raise Problem(400, f"The body is not JSON in UTF-8: {error}.") from None
        return view(context, request)

    return wrapper
