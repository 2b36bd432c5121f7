"""A page's language is the first part of its address: `/de/learn/flask` is `/learn/flask` in German.

That part is taken off before anything looks at the address, and becomes a part of WSGI's SCRIPT_NAME, as if there were
one site for each language: no route, no view and no plugin has to know, and `route_path` leads to the same language.
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import Any

from pyramid.httpexceptions import HTTPMovedPermanently
from pyramid.registry import Registry
from pyramid.request import Request
from pyramid.response import Response

from roadmap.languages.known import DEFAULT, LANGUAGES

KEY = "roadmap.language"
# What is read by machines, or is the same in every language, has one address.
WITHOUT = ("/api/", "/static/", "/healthz", "/readyz", "/metrics", "/robots.txt", "/sitemap")


def take_off(environ: MutableMapping[str, Any]) -> None:
    """Note the language of a request's address, and shorten the address by it."""
    path = environ.get("PATH_INFO", "")
    first, slash, rest = path[1:].partition("/")
    if not slash or first == DEFAULT or first not in LANGUAGES or f"/{rest}".startswith(WITHOUT):
        return
    environ[KEY] = first
    environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + LANGUAGES[first].prefix
    environ["PATH_INFO"] = f"/{rest}"


def language_tween(handler: Callable[[Request], Response], registry: Registry) -> Callable[[Request], Response]:
    def tween(request: Request) -> Response:
        # Not `path_info`: whether it is text at all is asked later.
        first = request.environ.get("PATH_INFO", "")[1:]
        if first in LANGUAGES and first != DEFAULT:
            # As with every other address: one of them, not two.
            return HTTPMovedPermanently(f"{request.path}/")
        take_off(request.environ)
        return handler(request)

    return tween


def language_of(request: Request) -> str:
    """The code of the language in which `request` is answered.

    A page has that of its address. The API has one address for all languages, and speaks the one that is asked for
    (RFC 9110, 12.5.4); its answers that are the same for everyone are in English.
    """
    code: str | None = request.environ.get(KEY)
    if code:
        return code
    if request.environ.get("PATH_INFO", "").startswith("/api/") and request.accept_language:
        return request.accept_language.lookup(list(LANGUAGES), default=DEFAULT) or DEFAULT
    return DEFAULT
