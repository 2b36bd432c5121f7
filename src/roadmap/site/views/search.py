"""The search page, which is the whole of searching; the dialog shows the same sooner."""

from __future__ import annotations

from typing import Any

from pyramid.request import Request
from pyramid.view import view_config

from roadmap.catalogue import Catalogue
from roadmap.search import Results
from roadmap.site.views.errors import all_pages, nearest


@view_config(route_name="search", request_method="GET", renderer="roadmap:site/templates/search.jinja2")
def search(request: Request) -> dict[str, Any]:
    catalogue: Catalogue = request.catalogue
    typed = request.GET.get("q", "").strip()
    exact = request.GET.get("exact") == "true"
    results: Results = request.search.search(typed, exact=exact) if typed else Results("")
    pages = {} if not typed or results.groups else all_pages(request)
    return {
        "query": typed,
        "exact": exact,
        "results": results,
        "near": [(url, pages[url]) for url in nearest("/" + "-".join(typed.split()), pages)],
        "sections": catalogue.sections,
        "section": None,
    }
