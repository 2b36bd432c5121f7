"""The search page, which is the whole of searching; the dialog shows the same sooner."""

from __future__ import annotations

from typing import Any

from pyramid.renderers import render
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from roadmap.catalogue import Catalogue
from roadmap.search import Results
from roadmap.site.everyone import CACHING
from roadmap.site.variants import Variants, as_response
from roadmap.site.views.errors import all_pages, nearest

TEMPLATE = "roadmap:site/templates/search.jinja2"


@view_config(route_name="search", request_method="GET")
def ask(request: Request) -> Response:
    """Nothing has been asked yet: a page like any other, which may be kept and found.

    It cannot be `everyone=True`: with a query, the same path is another page.
    """
    body = render(TEMPLATE, _page(request), request=request).encode()
    return as_response(Variants(body, "text/html; charset=UTF-8", CACHING).answer(request.environ))


@view_config(route_name="search", request_method="GET", request_param="q", renderer=TEMPLATE)
def search(request: Request) -> dict[str, Any]:
    typed = request.GET["q"].strip()
    exact = request.GET.get("exact") == "true"
    if not typed:
        return _page(request)
    results: Results = request.search.search(typed, exact=exact)
    pages = {} if results.groups else all_pages(request)
    near = [(url, pages[url]) for url in nearest("/" + "-".join(typed.split()), pages)]
    return _page(request, query=typed, exact=exact, results=results, near=near)


def _page(request: Request, **more: Any) -> dict[str, Any]:
    """What the template needs, whether or not something was looked for."""
    catalogue: Catalogue = request.catalogue
    nothing = {"query": "", "exact": False, "results": Results(""), "near": []}
    return {**nothing, "sections": catalogue.sections, "section": None, **more}
