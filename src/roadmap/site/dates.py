"""The days that pages give to machines: those on which something is known to have been gone over, and no others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from roadmap.catalogue import Exercise, Lesson, Section
from roadmap.catalogue.verified import Stamp, read_stamps, stamp


def last_gone_over(section: Section, item: Lesson | Exercise, stamps: Mapping[str, Stamp] | None = None) -> date | None:
    """The newest day on which all of `item` ran as it stands, or on which one of its sources was checked.

    None where neither is known. The day of a file is not asked: installing a package sets it. Give `stamps` (of
    `read_stamps`) to ask for many.
    """
    days = [source.checked for source in item.sources] if isinstance(item, Lesson) else []
    ran = stamp(section, item, stamps)
    return newest([*days, ran.day if ran else None])


def days_of(section: Section) -> Mapping[str, date]:
    """By the original's path: each lesson and exercise of which a day is known, and the front page."""
    stamps = read_stamps(section)
    items: list[Lesson | Exercise] = [*section.lessons, *section.exercises]
    days = {item.url.removeprefix(item.base): day for item in items if (day := last_gone_over(section, item, stamps))}
    day = newest(days.values())
    return {section.url.removeprefix(section.base): day, **days} if day else {}


def newest(days: Iterable[date | None]) -> date | None:
    return max((day for day in days if day), default=None)
