"""The map: all sections and their lessons as nested lists, in an order that the address names."""

from __future__ import annotations

from typing import Any

from pyramid.request import Request
from pyramid.view import view_config

from roadmap.catalogue import MAIN, Catalogue
from roadmap.catalogue.graph import rows

TEMPLATE = "roadmap:site/templates/map.jinja2"


@view_config(route_name="map", request_method="GET", renderer=TEMPLATE, everyone=True)
def our_map(context: Any, request: Request) -> dict[str, Any]:
    return _page(MAIN, request)


@view_config(route_name="map.order", request_method="GET", renderer=TEMPLATE, everyone=True)
def another_map(order: str, request: Request) -> dict[str, Any]:
    return _page(order, request)


def _page(order: str, request: Request) -> dict[str, Any]:
    catalogue: Catalogue = request.catalogue
    return {
        "order": order,
        "orders": catalogue.orders,
        "rows": rows(catalogue.in_order(order)),
        "section": None,
    }
