"""Pages for what goes wrong, in plain words; never a traceback."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from pyramid.httpexceptions import HTTPMovedPermanently
from pyramid.interfaces import IRoutesMapper
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import exception_view_config, forbidden_view_config, notfound_view_config
from rapidfuzz import fuzz, process

from roadmap.catalogue import Catalogue, Exercise, Lesson
from roadmap.languages import _
from roadmap.learning.errors import BadFiles, LearningError, Locked, Wait
from roadmap.site.requests import refusal
from roadmap.site.shortcut import READING

log = logging.getLogger(__name__)
NEAREST = 5


@notfound_view_config(renderer="roadmap:site/templates/not_found.jinja2")
def not_found(context: Any, request: Request) -> dict[str, Any] | Response:
    if address := without_slash(request):
        return HTTPMovedPermanently(address)
    pages = all_pages(request)
    path = request.script_name + request.path_info
    request.response.status_int = 404
    near = nearest(path, pages)
    return {"near": [(url, pages[url]) for url in near], "path": path, "section": None, "query": words_of(path)}


@forbidden_view_config()
def forbidden(context: Any, request: Request) -> Response:
    return refusal(request, 403, _("Not for you"), _("This page is there, but not open to you."))


@exception_view_config(context=Wait)
def wait(error: Wait, request: Request) -> Response:
    """Too many at once, of this visitor's or of all. An exercise's page says so itself, and keeps the code."""
    response = refusal(request, error.status, _("One moment, please"), error.message)
    response.headers["Retry-After"] = str(error.retry_after)
    return response


@exception_view_config(context=LearningError)
def refused(error: LearningError, request: Request) -> Response:
    status, title = (403, _("Not open")) if isinstance(error, Locked) else (400, _("That can't be taken"))
    return refusal(request, status, title, error.message)


@exception_view_config(context=BadFiles)
def bad_files(error: BadFiles, request: Request) -> Response:
    detail = _("${reason}. Nothing was sent; go back to change them.", mapping={"reason": error.message})
    return refusal(request, 400, _("These files can't be taken"), detail)


@exception_view_config(context=Exception)
def broken(error: Exception, request: Request) -> Response:
    """A number to quote is in the page and in the log; the log names the plugin whose page it is."""
    number = request.number
    log.error("error %s: %s %s (%s)", number, request.method, request.path, owner(request), exc_info=error)
    detail = _(
        "Something broke on our side, and it has been written down. If you report it, quote the number ${number}.",
        mapping={"number": number},
    )
    return refusal(request, 500, _("This page is broken"), detail)


def owner(request: Request) -> str:
    """Whose page this is, for the log: the section whose plugin serves it, or core."""
    route = getattr(request, "matched_route", None)
    name = route.name.partition(".")[0] if route else ""
    section = request.registry.catalogue.section(name)
    return f"plugin {section.id}, {section.distribution} {section.version}" if section else "core"


def without_slash(request: Request) -> str | None:
    """The address that somebody wrote with a slash too many, if there is a route for it; plugins' own have one, too."""
    path = request.path_info.rstrip("/")
    if not path or path == request.path_info or request.method not in READING:
        return None
    asked = request.copy()
    asked.path_info = path
    asked.registry = request.registry  # where predicates look
    route = request.registry.getUtility(IRoutesMapper)(asked)["route"]
    # Below a star any address matches, whether or not there is a file.
    if route is None or "*" in route.pattern:
        return None
    return quote(request.script_name + path) + (f"?{request.query_string}" if request.query_string else "")


def all_pages(request: Request) -> dict[str, str]:
    """Every page that is the same for everyone, in the language of `request`: path to title."""
    catalogue: Catalogue = request.catalogue
    translate = request.localizer.translate
    pages = {request.route_path("home"): translate(_("Home")), request.route_path("map"): translate(_("Map"))}
    for section in catalogue.sections:
        pages[section.url] = section.title
        items: list[Lesson | Exercise] = [*section.lessons, *section.exercises]
        for item in items:
            pages[item.url] = f"{section.title}: {item.title}"
        if section.quiz:
            pages[section.quiz.url] = section.quiz.title
    return pages


def words_of(path: str) -> str:
    """What somebody who came to `path` may have looked for: its last part, as one would type it."""
    last = path.rstrip("/").rpartition("/")[2][:100]
    return " ".join(re.findall(r"\w+(?:[.]\w+)*", last.removesuffix(".html")))


def nearest(path: str, pages: dict[str, str]) -> list[str]:
    """The pages whose address is most like `path`, whole or by its last part."""
    whole = _like(path.lower()[:200], pages)
    last = path.lower().rstrip("/").rpartition("/")[2][:100]
    tails = {url.rpartition("/")[2]: url for url in pages if url != "/"}
    by_tail = [tails[tail] for tail in _like(last, tails)]
    return list(dict.fromkeys([*by_tail, *whole]))[:NEAREST]


def _like(text: str, choices: Iterable[str]) -> list[str]:
    # Not difflib, which takes a tenth of a second for some thousand pages: anybody may ask for what is not there.
    found = process.extract(text, list(choices), scorer=fuzz.ratio, score_cutoff=60, limit=NEAREST)
    return [choice for choice, _, _ in found]
