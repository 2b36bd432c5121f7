"""Orders of sections: the site's own, which is the one to read in, and others that sections take a place in."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from roadmap.catalogue.model import Section

MAIN = "main"
"""The order that the site suggests."""


def reading_order(sections: Iterable[Section]) -> tuple[Section, ...]:
    """Each after those that it names in `after`; what that leaves open is decided by places, then by title."""
    by_id = {section.id: section for section in sections}
    waits_for = {id: {name for name in section.after if name in by_id} - {id} for id, section in by_id.items()}
    opens: dict[str, list[str]] = {id: [] for id in by_id}
    for id, names in waits_for.items():
        for name in names:
            opens[name].append(id)
    waiting = dict(sorted(by_id.items(), key=lambda item: _rank(item[1])))
    ranks = {id: rank for rank, id in enumerate(waiting)}
    ready = [(ranks[id], id) for id in waiting if not waits_for[id]]
    heapify(ready)
    ordered = []
    while waiting:
        # A cycle is reported when the catalogue is loaded; here it must not hang.
        id = heappop(ready)[1] if ready else next(iter(waiting))
        ordered.append(waiting.pop(id))
        for name in opens[id]:
            waits_for[name].discard(id)
            if not waits_for[name] and name in waiting:
                heappush(ready, (ranks[name], name))
    return tuple(ordered)


def another_order(sections: Sequence[Section], order: str) -> tuple[Section, ...]:
    """`sections`, which are in reading order, by their places in `order`; those without one come last."""
    return tuple(sorted(sections, key=lambda section: section.places.get(order, math.inf)))


def _rank(section: Section) -> tuple[float, str]:
    return section.places.get(MAIN, math.inf), section.title.casefold()
