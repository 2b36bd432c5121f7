"""A view deriver for pages that are the same bytes for everyone: rendered once, compressed once, strong ETags.

`@view_config(…, everyone=True)` says that the response depends on the path alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pyramid.config import Configurator
from pyramid.config.views import ViewDeriverInfo
from pyramid.request import Request
from pyramid.response import Response

from roadmap.languages import DEFAULT
from roadmap.languages.addresses import KEY
from roadmap.site.shortcut import READING
from roadmap.site.variants import Headers, Variants, as_response

# A browser asks each time, and is told 304: whatever it shows names static files that this site has. Caches between it
# and us may hold a page for a minute, which is how long an old one may be seen after a deployment; for those that know
# the second header (RFC 9213), nobody waits while they fetch it anew, and a page outlives an origin that is away.
CACHING: Headers = (
    ("Cache-Control", "public, max-age=0, s-maxage=60, must-revalidate"),
    ("CDN-Cache-Control", "public, max-age=60, stale-while-revalidate=60, stale-if-error=86400"),
)
# Somebody is writing: each look shows what is there now.
WRITING: Headers = (("Cache-Control", "public, no-cache"),)

View = Callable[[Any, Request], Response]


def includeme(config: Configurator) -> None:
    config.registry.pages = {}
    config.include(".shortcut")
    config.add_view_deriver(same_for_everyone, "everyone")


def same_for_everyone(view: View, info: ViewDeriverInfo) -> View:
    if not info.options.get("everyone"):
        return view
    development: bool = info.registry.roadmap.development
    # One that needs a permission is rendered once, too, but whether one may see it is asked each time.
    shortcut = info.registry.shortcut if info.options.get("permission") is None else None

    def wrapper(context: Any, request: Request) -> Response:
        # In the language of the address, whatever language the first who asks would like.
        request.environ.setdefault(KEY, DEFAULT)
        pages: dict[str, Variants] = request.registry.pages
        address = request.script_name + request.path_info
        page = pages.get(address)
        if page is None:
            response = view(context, request)
            if response.status_int != 200 or request.method not in READING:
                return response
            page = _page(response, WRITING if development else CACHING)
            # The catalogue bounds which paths there are. While templates are being written, pages are made anew.
            if not development:
                pages[address] = page
        if shortcut is not None and not development:
            shortcut.keep(request.environ, page)
        return as_response(page.answer(request.environ))

    return wrapper


same_for_everyone.options = ("everyone",)  # type: ignore[attr-defined]


def _page(response: Response, caching: Headers) -> Variants:
    return Variants(response.body, f"{response.content_type}; charset=UTF-8", caching)
