"""Routes by the first two parts of their address, so that a request is not matched against every plugin's routes.

Pyramid tries one route after the other. A plugin's all begin with /learn/<its id>: with hundreds of plugins nearly all
of them can't match, and that is known before any regular expression is run.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from pyramid.config import Configurator
from pyramid.events import ApplicationCreated
from pyramid.request import Request
from pyramid.urldispatch import RoutesMapper

# Both parts without a placeholder, and without characters that an address may write in more than one way.
_FIXED = re.compile(r"/?([\w.~-]+)/([\w.~-]+)(?=/|$)", re.ASCII)

Key = tuple[str, ...]


class RoutesByPlace(RoutesMapper):  # type: ignore[misc]
    """Finds what `mapper`, which has all routes by now, would find: of those that match, the one declared first."""

    def __init__(self, mapper: RoutesMapper) -> None:
        super().__init__()
        self.__dict__.update(vars(mapper))
        self._index = _indexed(mapper.get_routes())

    def __call__(self, request: Request) -> dict[str, Any]:
        key = tuple(request.environ.get("PATH_INFO", "").split("/", 3)[1:3])
        found: dict[str, Any] = (self._index.get(key) or self._index[None])(request)
        return found


def includeme(config: Configurator) -> None:
    config.add_subscriber(_narrow, ApplicationCreated)


def _narrow(event: ApplicationCreated) -> None:
    router = event.app
    if router.routes_mapper is not None:
        router.routes_mapper = RoutesByPlace(router.routes_mapper)


def _indexed(routes: Sequence[Any]) -> dict[Key | None, RoutesMapper]:
    """A mapper for each place that has routes of its own; None has those that may match anywhere."""
    general: list[tuple[int, Any]] = []
    placed: dict[Key, list[tuple[int, Any]]] = defaultdict(list)
    for number, route in enumerate(routes):
        fixed = _FIXED.match(route.pattern)
        (placed[fixed.groups()] if fixed else general).append((number, route))
    index: dict[Key | None, RoutesMapper] = {None: _mapper(general)}
    for key, own in placed.items():
        index[key] = _mapper(sorted([*own, *general], key=lambda each: each[0]))
    return index


def _mapper(routes: Sequence[tuple[int, Any]]) -> RoutesMapper:
    mapper = RoutesMapper()
    mapper.routelist = [route for _, route in routes]
    return mapper
