"""A tween that refuses requests before anybody reads them: from other sites, too large, or no text."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from pyramid.config import Configurator
from pyramid.registry import Registry
from pyramid.renderers import render_to_response
from pyramid.request import Request
from pyramid.response import Response

from roadmap.languages import _
from roadmap.languages.messages import in_words
from roadmap.site.headers import Handler

LARGEST_BODY = 2 * 1024 * 1024
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def includeme(config: Configurator) -> None:
    config.add_tween("roadmap.site.requests.refusing_tween", under="roadmap.site.headers.headers_tween")


def refusing_tween(handler: Handler, registry: Registry) -> Handler:
    home = _origin(registry.roadmap.public_url)

    def tween(request: Request) -> Response:
        # First of all: what else is refused here is answered by its path, too.
        if not is_text(request):
            # The page that says so has links to itself in other languages.
            request.path_info = "/api/" if request.environ["PATH_INFO"].startswith("/api/") else "/"
            return refusal(request, 400, _("An address that can't be read"), NO_TEXT)
        if request.method not in SAFE_METHODS:
            if is_foreign(request, home):
                return refusal(request, 403, _("Sent from another site"), FOREIGN)
            if (request.content_length or 0) > LARGEST_BODY:
                return refusal(request, 413, _("Too much at once"), TOO_LARGE)
        return handler(request)

    return tween


FOREIGN = _(
    "This request was sent by a page of another site, so nothing was done. "
    "If you meant it, open the page here and send it again."
)
NO_TEXT = _("This address, or what stands behind its question mark, is no text in UTF-8.")
TOO_LARGE = _(
    "A request may hold ${most} MiB. This one holds more, so nothing of it was read.",
    mapping={"most": LARGEST_BODY // 1024 // 1024},
)


def is_foreign(request: Request, home: str) -> bool:
    """Whether a browser says that another site made it send this. Programs that are no browsers say neither."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is not None and origin not in (home, request.host_url)


def is_text(request: Request) -> bool:
    """Whether path and query can be read at all."""
    try:
        request.path_info, request.GET  # noqa: B018
    except UnicodeDecodeError:
        return False
    return True


def refusal(request: Request, status: int, title: str, detail: str) -> Response:
    """:param title: and `detail` are said in the language of the request, where they are translation strings."""
    title, detail = in_words(title, request.localizer), in_words(detail, request.localizer)
    if request.path_info.startswith("/api/"):
        problem = {"type": "about:blank", "title": title, "status": status, "detail": detail}
        return Response(
            json.dumps(problem).encode(), status=status, content_type="application/problem+json", charset=None
        )
    values = {"title": title, "detail": detail, "section": None}
    response = render_to_response("roadmap:site/templates/refused.jinja2", values, request=request)
    response.status_int = status
    return response


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
