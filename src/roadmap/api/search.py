"""Searching, as JSON: the same results as on the page."""

from __future__ import annotations

import hashlib
from typing import Any

from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from roadmap.api.answers import public
from roadmap.api.problems import Problem
from roadmap.search import Found, Results

EXACT = {"false": False, "true": True}


@view_config(route_name="api.search", request_method="GET")
def search(request: Request) -> Response:
    if "q" not in request.GET:
        raise Problem(422, "Say what to look for: ?q=blueprint", errors=[("q", "it is missing")])
    exact = request.GET.get("exact", "false")
    if exact not in EXACT:
        raise Problem(422, "exact is true or false.", errors=[("exact", "it is true or false")])
    response = public(results_as_json(request.search.search(request.GET["q"], exact=EXACT[exact])))
    # The same for everyone, but too many to be kept.
    response.etag = hashlib.sha256(response.body).hexdigest()[:32]
    response.conditional_response = True
    response.headers["Cache-Control"] = "public, max-age=60"
    response.headers["Vary"] = "Accept-Language"
    return response


def results_as_json(results: Results) -> dict[str, Any]:
    return {
        "query": results.query,
        "meant": results.meant or None,
        "missing": list(results.missing),
        "partial": results.partial,
        "count": len(results.pages),
        "sections": [
            {"id": group.section, "title": group.title, "pages": [_page(page) for page in group.pages]}
            for group in results.groups
        ],
    }


def _page(page: Found) -> dict[str, Any]:
    hits = [
        {
            "heading": hit.heading,
            "url": hit.url,
            "snippet": [{"text": text, "match": match} for text, match in hit.snippet],
        }
        for hit in page.hits
    ]
    return {"kind": page.kind.value, "title": page.title, "url": page.url, "hits": hits}
