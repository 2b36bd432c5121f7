"""A view deriver for pages that are the same bytes for everyone: rendered once, compressed once, strong ETags.

`@view_config(…, everyone=True)` says that the response depends on the path alone.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pyramid.config import Configurator
from pyramid.config.views import ViewDeriverInfo
from pyramid.request import Request
from pyramid.response import Response

from roadmap.site.assets import takes_gzip

CACHE_CONTROL = "public, max-age=0, must-revalidate"

View = Callable[[Any, Request], Response]


@dataclass(frozen=True, slots=True)
class Page:
    body: bytes
    compressed: bytes
    digest: str
    content_type: str

    @classmethod
    def of(cls, response: Response) -> Page:
        body = response.body
        digest = hashlib.sha256(body).hexdigest()[:32]
        return cls(body, gzip.compress(body, 9, mtime=0), digest, response.content_type)


def includeme(config: Configurator) -> None:
    config.registry.pages = {}
    config.add_view_deriver(same_for_everyone, "everyone")


def same_for_everyone(view: View, info: ViewDeriverInfo) -> View:
    if not info.options.get("everyone"):
        return view

    def wrapper(context: Any, request: Request) -> Response:
        pages: dict[str, Page] = request.registry.pages
        page = pages.get(request.path_info)
        if page is None:
            response = view(context, request)
            if response.status_int != 200:
                return response
            page = Page.of(response)
            # The catalogue bounds which paths there are. While templates are being written, pages are made anew.
            if not request.registry.roadmap.development:
                pages[request.path_info] = page
        return _response(page, request)

    return wrapper


same_for_everyone.options = ("everyone",)  # type: ignore[attr-defined]


def _response(page: Page, request: Request) -> Response:
    zipped = takes_gzip(request)
    response = Response(page.compressed if zipped else page.body, content_type=page.content_type, charset="UTF-8")
    if zipped:
        response.content_encoding = "gzip"
    # Strong: other bytes, other tag.
    response.etag = f"{page.digest}-gz" if zipped else page.digest
    response.vary = ("Accept-Encoding",)
    response.headers["Cache-Control"] = CACHE_CONTROL
    response.conditional_response = True
    return response
