"""The sitemap: every public page with the day on which it is known to have been gone over.

What a file may hold is said at https://www.sitemaps.org/protocol.html; larger sites get an index of several.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import quote
from xml.etree import ElementTree

from pyramid.registry import Registry

from roadmap.catalogue import Catalogue, Section
from roadmap.languages import LANGUAGES
from roadmap.site.alternates import Item, languages_of, path_in
from roadmap.site.dates import days_of, newest

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
# The protocol allows 50 MiB too; that is a thousand bytes an address.
PER_FILE = 50_000
XHTML = "http://www.w3.org/1999/xhtml"

# Address, day, and by language the addresses of its text.
Entry = tuple[str, date | None, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Address:
    """A page's path, its day where one is known, and by language its other paths where there is a text of its own."""

    path: str
    day: date | None
    languages: Mapping[str, str] = field(default_factory=dict)


def addresses(registry: Registry) -> tuple[Address, ...]:
    """All public pages in reading order, each language's. Of labs and quizzes no day is known."""
    catalogue: Catalogue = registry.catalogue
    found = [address for section in catalogue.sections for address in _of_section(section, registry)]
    day = newest(address.day for address in found)
    maps = ("/map", *(f"/map/{order}" for order in catalogue.orders[1:]))
    return (*_in_all_languages("/", day), *(each for path in maps for each in _in_all_languages(path, None)), *found)


def _in_all_languages(path: str, day: date | None) -> Iterator[Address]:
    paths = {code: f"{language.prefix}{path}" for code, language in LANGUAGES.items()}
    for each in paths.values():
        yield Address(each, day, paths)


def _of_section(section: Section, registry: Registry) -> Iterator[Address]:
    days = days_of(section)
    items: list[Item] = [section, *section.lessons, *section.exercises, *registry.labs.get(section.id, ())]
    items += [section.quiz] if section.quiz else []
    for item in items:
        paths = {code: path_in(item, code) for code in languages_of(item, registry)}
        for path in paths.values():
            yield Address(path, days.get(item.url), paths if len(paths) > 1 else {})


def files(found: Sequence[Address], per_file: int) -> Sequence[Sequence[Address]]:
    """`found` in pieces that a file may hold."""
    return [found[start : start + per_file] for start in range(0, len(found), per_file)]


def urlset(found: Sequence[Address], site: str) -> bytes:
    """:param site: the address of the site, without a slash at its end."""
    return _written("urlset", "url", [_entry(address, site) for address in found])


def index(pieces: Sequence[Sequence[Address]], site: str) -> bytes:
    """A list of sitemaps, each with the newest day in it."""
    entries: list[Entry] = [
        (f"{site}/sitemap-{number}.xml", newest(address.day for address in piece), {})
        for number, piece in enumerate(pieces, start=1)
    ]
    return _written("sitemapindex", "sitemap", entries)


def _entry(address: Address, site: str) -> Entry:
    languages = {code: site + quote(path) for code, path in address.languages.items()}
    return site + quote(address.path), address.day, languages


def _written(root: str, element: str, entries: Sequence[Entry]) -> bytes:
    tree = ElementTree.Element(root, xmlns=NAMESPACE)
    if any(languages for _, _, languages in entries):
        tree.set("xmlns:xhtml", XHTML)
    for location, day, languages in entries:
        entry = ElementTree.SubElement(tree, element)
        ElementTree.SubElement(entry, "loc").text = location
        if day:
            ElementTree.SubElement(entry, "lastmod").text = day.isoformat()
        # https://developers.google.com/search/docs/specialty/international/localized-versions
        for code, address in languages.items():
            ElementTree.SubElement(entry, "xhtml:link", rel="alternate", hreflang=code, href=address)
    ElementTree.indent(tree, " ")
    written: bytes = ElementTree.tostring(tree, encoding="utf-8", xml_declaration=True)
    return written + b"\n"
