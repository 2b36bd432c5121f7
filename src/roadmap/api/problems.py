"""What an API client sees when something is refused or breaks: problem details, RFC 9457."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from pyramid.config import Configurator
from pyramid.exceptions import PredicateMismatch
from pyramid.httpexceptions import HTTPException
from pyramid.request import Request
from pyramid.response import Response
from pyramid_openapi3.exceptions import RequestValidationError

from roadmap.languages import _, said
from roadmap.languages.messages import in_words
from roadmap.learning import BadFiles, Locked, Wait
from roadmap.storage import StorageUnavailable

log = logging.getLogger(__name__)

# What operators watch speaks to programs as well.
API_PATHS = r"^/(api(/|$)|(healthz|readyz|metrics)$)"
LONGEST_DETAIL = 300


class Problem(Exception):
    """Raised by views: becomes the response, and whatever the request has changed is rolled back.

    `errors` are pairs of a field, such as `files/app.py`, and what is wrong with it.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        errors: Iterable[tuple[str, str]] = (),
        retry_after: float | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = tuple(errors)
        self.retry_after = None if retry_after is None else max(1, round(retry_after))
        self.more = dict(more or {})


def includeme(config: Configurator) -> None:
    config.add_exception_view(problem, context=Problem)
    config.add_exception_view(wait, context=Wait, path_info=API_PATHS)
    config.add_exception_view(bad_files, context=BadFiles, path_info=API_PATHS)
    config.add_exception_view(locked, context=Locked, path_info=API_PATHS)
    config.add_exception_view(storage_away, context=StorageUnavailable, path_info=API_PATHS)
    config.add_exception_view(refused, context=HTTPException, path_info=API_PATHS)
    config.add_notfound_view(not_found, path_info=API_PATHS)
    config.add_forbidden_view(refused, path_info=API_PATHS)
    config.add_exception_view(broken, context=Exception, path_info=API_PATHS)


def problem(context: Problem, request: Request) -> Response:
    more = dict(context.more)
    if context.errors:
        more["errors"] = [{"field": field, "detail": _shortened(detail)} for field, detail in context.errors]
    if context.retry_after is not None:
        more["retry_after"] = context.retry_after
    response = answer(context.status, in_words(context.detail, request.localizer), **more)
    if context.retry_after is not None:
        response.headers["Retry-After"] = str(context.retry_after)
    return response


def invalid(context: RequestValidationError, request: Request) -> Response:
    """The request does not fit the API's document."""
    errors = [pair for error in context.errors for pair in _in_words(error)]
    return problem(Problem(422, "; ".join(f"{field}: {detail}" for field, detail in errors), errors=errors), request)


def wait(context: Wait, request: Request) -> Response:
    """Too much by this visitor or address, or by all of them together."""
    return problem(Problem(context.status, said(context, request.localizer), retry_after=context.retry_after), request)


def bad_files(context: BadFiles, request: Request) -> Response:
    words = said(context, request.localizer)
    return problem(Problem(422, words, errors=[("files", words)]), request)


def locked(context: Locked, request: Request) -> Response:
    return problem(Problem(403, said(context, request.localizer)), request)


def storage_away(context: StorageUnavailable, request: Request) -> Response:
    # The message is the operators': it says where the database is.
    log.error("%s %s: %s", request.method, request.path, context)
    return problem(Problem(503, _("The site cannot reach its database. Please try again."), retry_after=5), request)


def refused(context: HTTPException, request: Request) -> Response:
    """An HTTP exception of Pyramid's or of another part's, a redirect excepted."""
    if context.status_int < 400:
        return context
    response = answer(context.status_int, _text(context.detail or context.explanation))
    for name in ("Retry-After", "Allow"):
        if name in context.headers:
            response.headers[name] = context.headers[name]
    return response


def not_found(context: Exception, request: Request) -> Response:
    """Nothing at this path, or nothing for this method."""
    allowed = sorted(_methods(request)) if isinstance(context, PredicateMismatch) else []
    if not allowed:
        return answer(404, f"There is nothing at {request.path}. What there is: {request.route_path('api.reference')}")
    response = answer(405, f"{request.method} is not allowed here; allowed: {', '.join(allowed)}.")
    response.headers["Allow"] = ", ".join(allowed)
    return response


def broken(context: Exception, request: Request) -> Response:
    """Our own fault. The number leads from what the client saw to the traceback in the log."""
    number = request.number
    log.error("error %s in %s %s", number, request.method, request.path, exc_info=context)
    words = _("Something broke on our side. Quote the number ${number} to the site's operators.")
    return answer(500, in_words(words % {"number": number}, request.localizer), number=number)


def answer(status: int, detail: str, **more: Any) -> Response:
    """A response of problem details."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": _shortened(detail)}
    response = Response(
        json.dumps({**body, **more}).encode(), status=status, content_type="application/problem+json", charset=None
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _methods(request: Request) -> set[str]:
    """Methods for which the matched route has a view, from what was configured."""
    route = getattr(request, "matched_route", None)
    if route is None:
        return set()
    views = (
        entry["introspectable"]
        for entry in request.registry.introspector.get_category("views", ())
        if entry["introspectable"]["route_name"] == route.name
    )
    methods: set[str] = set()
    for view in views:
        named = view["request_methods"] or ()
        methods.update((named,) if isinstance(named, str) else named)
    return methods | {"HEAD"} if "GET" in methods else methods


def _in_words(error: Exception) -> Iterable[tuple[str, str]]:
    """What the validator found, as pairs of field and message."""
    found = getattr(error.__cause__, "schema_errors", None)
    if not found:
        yield str(getattr(error, "name", "") or "body"), str(error.__cause__ or error)
        return
    for each in found:
        field = "/".join(str(step) for step in each.path) or "body"
        if each.validator == "oneOf":
            yield field, f"give {each.schema.get('title', 'one of the allowed forms')}"
        else:
            yield field, each.message


def _text(html: str | None) -> str:
    return " ".join((html or "").split())


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_DETAIL else text[:LONGEST_DETAIL] + "…"
