"""What crawlers and feed readers ask for: the sitemap, the feed of lessons, and robots.txt."""

from __future__ import annotations

from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from roadmap.site import feeds, sitemap
from roadmap.site.robots import robots as robots_text


@view_config(route_name="sitemap", request_method="GET", everyone=True)
def whole_sitemap(context: Any, request: Request) -> Response:
    """All pages, or the list of files that have them where one can't hold all."""
    pieces = _pieces(request)
    site = _site(request)
    return _xml(sitemap.urlset(pieces[0], site) if len(pieces) == 1 else sitemap.index(pieces, site))


@view_config(route_name="sitemap.part", request_method="GET", everyone=True)
def part_of_sitemap(context: Any, request: Request) -> Response:
    pieces = _pieces(request)
    number = int(request.matchdict["number"])
    if len(pieces) == 1 or number > len(pieces):
        raise HTTPNotFound()
    return _xml(sitemap.urlset(pieces[number - 1], _site(request)))


@view_config(route_name="feed", request_method="GET", everyone=True)
def feed(context: Any, request: Request) -> Response:
    found = feeds.entries(request.catalogue)
    return _xml(feeds.atom(found, _site(request)), feeds.CONTENT_TYPE)


@view_config(route_name="robots", request_method="GET", everyone=True)
def robots(context: Any, request: Request) -> Response:
    return Response(robots_text(_site(request)).encode(), content_type="text/plain", charset="UTF-8")


def _pieces(request: Request) -> Any:
    found = sitemap.addresses(request.registry.catalogue, request.registry.labs)
    return sitemap.files(found, sitemap.PER_FILE)


def _site(request: Request) -> str:
    site: str = request.registry.roadmap.public_url
    return site


def _xml(body: bytes, content_type: str = "application/xml") -> Response:
    return Response(body, content_type=content_type, charset="UTF-8")
