"""The sitemap: every public page with the day on which it is known to have been gone over.

What a file may hold is said at https://www.sitemaps.org/protocol.html; larger sites get an index of several.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote
from xml.etree import ElementTree

from roadmap.catalogue import Catalogue
from roadmap.plugins.lab import Lab
from roadmap.site.dates import days_of, newest

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
# The protocol allows 50 MiB too; that is a thousand bytes an address.
PER_FILE = 50_000


@dataclass(frozen=True, slots=True)
class Address:
    """A page's path, and its day where one is known."""

    path: str
    day: date | None


def addresses(catalogue: Catalogue, labs: Mapping[str, Sequence[Lab]]) -> tuple[Address, ...]:
    """All public pages in reading order. Of labs and quizzes no day is known."""
    found = [address for section in catalogue.sections for address in _of_section(section.id, catalogue, labs)]
    return (Address("/", newest(address.day for address in found)), *found)


def _of_section(id: str, catalogue: Catalogue, labs: Mapping[str, Sequence[Lab]]) -> Iterator[Address]:
    section = catalogue.as_mapping()[id]
    days = days_of(section)
    paths = [section.url, *(lesson.url for lesson in section.lessons), *(each.url for each in section.exercises)]
    paths += [lab.url for lab in labs.get(section.id, ())]
    paths += [section.quiz.url] if section.quiz else []
    for path in paths:
        yield Address(path, days.get(path))


def files(found: Sequence[Address], per_file: int) -> Sequence[Sequence[Address]]:
    """`found` in pieces that a file may hold."""
    return [found[start : start + per_file] for start in range(0, len(found), per_file)]


def urlset(found: Sequence[Address], site: str) -> bytes:
    """:param site: the address of the site, without a slash at its end."""
    return _written("urlset", "url", [(site + quote(address.path), address.day) for address in found])


def index(pieces: Sequence[Sequence[Address]], site: str) -> bytes:
    """A list of sitemaps, each with the newest day in it."""
    entries = [
        (f"{site}/sitemap-{number}.xml", newest(address.day for address in piece))
        for number, piece in enumerate(pieces, start=1)
    ]
    return _written("sitemapindex", "sitemap", entries)


def _written(root: str, element: str, entries: Sequence[tuple[str, date | None]]) -> bytes:
    tree = ElementTree.Element(root, xmlns=NAMESPACE)
    for location, day in entries:
        entry = ElementTree.SubElement(tree, element)
        ElementTree.SubElement(entry, "loc").text = location
        if day:
            ElementTree.SubElement(entry, "lastmod").text = day.isoformat()
    ElementTree.indent(tree, " ")
    written: bytes = ElementTree.tostring(tree, encoding="utf-8", xml_declaration=True)
    return written + b"\n"
