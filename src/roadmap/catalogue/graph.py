"""The graph of what should be read before what, laid out: sections in rows, and lines between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from roadmap.catalogue.model import Section


@dataclass(frozen=True, slots=True)
class Place:
    """A section on the map of an order.

    `number` counts from 1. `needed` and `recommended` are the sections on this site that should, or had better, be read
    before. `lines` are ids of those from which a line leads here: none where another line says as much.
    """

    number: int
    section: Section
    needed: tuple[Section, ...]
    recommended: tuple[Section, ...]
    lines: tuple[str, ...]


def rows(ordered: Sequence[Section]) -> tuple[tuple[Place, ...], ...]:
    """`ordered` in rows: no section of a row leads to another of it, so lines run downwards and none within a row."""
    by_id = {section.id: section for section in ordered}
    numbers = {section.id: number for number, section in enumerate(ordered, start=1)}
    before = {
        id: tuple(
            name
            for name in dict.fromkeys((*section.after, *section.recommended))
            if numbers.get(name, len(ordered)) < numbers[id]
        )
        for id, section in by_id.items()
    }
    found: list[list[Place]] = []
    row: set[str] = set()
    for section in ordered:
        if not found or row.intersection(before[section.id]):
            found.append([])
            row = set()
        row.add(section.id)
        place = Place(
            numbers[section.id],
            section,
            _installed(section.after, by_id),
            tuple(each for each in _installed(section.recommended, by_id) if each.id not in section.after),
            _lines(before[section.id], before),
        )
        found[-1].append(place)
    return tuple(map(tuple, found))


def _installed(names: Sequence[str], by_id: Mapping[str, Section]) -> tuple[Section, ...]:
    return tuple(by_id[name] for name in dict.fromkeys(names) if name in by_id)


def _lines(names: Sequence[str], before: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Those of `names` that do not lead to another of them: from there, a line leads on."""
    if len(names) < 2:
        return tuple(names)
    reached: set[str] = set()
    waiting = [earlier for name in names for earlier in before[name]]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting.extend(before[name])
    return tuple(name for name in names if name not in reached)
