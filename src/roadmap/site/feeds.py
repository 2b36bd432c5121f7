"""The Atom feed (RFC 4287) of new and changed lessons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID, uuid5
from xml.etree import ElementTree

from pyramid.i18n import Localizer

from roadmap.catalogue import Catalogue, Lesson, Section
from roadmap.catalogue.verified import Stamp, read_stamps, stamp
from roadmap.languages import Language, _
from roadmap.site.dates import last_gone_over
from roadmap.site.words import stamp_words

PATH = "/feed.atom"
CONTENT_TYPE = "application/atom+xml"
NAMESPACE = "http://www.w3.org/2005/Atom"
TITLE = _("Roadmap: new and changed lessons")
NEWEST = 100
# Ours for good: with another one, every subscriber would get every lesson anew.
LESSONS = UUID("36fb8e6e-2547-54fc-b819-bcb3847168ba")


@dataclass(frozen=True, slots=True)
class Entry:
    """A lesson on the day on which it is known to have been gone over; `stamp` where that was a run of its samples."""

    section: Section
    lesson: Lesson
    day: date
    stamp: Stamp | None

    @property
    def id(self) -> str:
        """Of the lesson's permanent id alone: neither a new title nor a new address of the site makes it another."""
        return uuid5(LESSONS, f"{self.section.id}/{self.lesson.id}").urn

    def summary(self, localizer: Localizer) -> str:
        if self.stamp is None:
            return self.lesson.summary
        ran = _("Ran on ${versions}.", mapping={"versions": stamp_words(localizer, self.stamp)})
        return f"{self.lesson.summary} {localizer.translate(ran)}"


def entries(catalogue: Catalogue) -> tuple[Entry, ...]:
    """The newest lessons, those of a day in reading order. One of which no day is known would need an invented one."""
    return tuple(sorted(_dated(catalogue), key=lambda entry: entry.day, reverse=True)[:NEWEST])


def _dated(catalogue: Catalogue) -> Iterator[Entry]:
    for section in catalogue.sections:
        stamps = read_stamps(section)
        for lesson in section.lessons:
            day = last_gone_over(section, lesson, stamps)
            if day:
                yield Entry(section, lesson, day, stamp(section, lesson, stamps))


def atom(found: tuple[Entry, ...], site: str, language: Language, localizer: Localizer) -> bytes:
    """:param site: the address of the site, without a slash at its end."""
    here = site + language.prefix + PATH
    feed = ElementTree.Element("feed", {"xmlns": NAMESPACE, "xml:lang": language.code})
    _text(feed, "id", here)
    _text(feed, "title", localizer.translate(TITLE))
    # An empty feed needs a day as well; this one nobody takes for news.
    _text(feed, "updated", _instant(found[0].day if found else date(1970, 1, 1)))
    ElementTree.SubElement(feed, "link", rel="self", type=CONTENT_TYPE, href=here)
    ElementTree.SubElement(feed, "link", rel="alternate", type="text/html", href=f"{site}{language.prefix}/")
    _text(ElementTree.SubElement(feed, "author"), "name", "Roadmap")
    for entry in found:
        _add(feed, entry, site, localizer)
    ElementTree.indent(feed, " ")
    written: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _add(feed: ElementTree.Element, entry: Entry, site: str, localizer: Localizer) -> None:
    element = ElementTree.SubElement(feed, "entry")
    _text(element, "id", entry.id)
    _text(element, "title", f"{entry.section.title}: {entry.lesson.title}")
    _text(element, "updated", _instant(entry.day))
    ElementTree.SubElement(element, "link", rel="alternate", type="text/html", href=site + entry.lesson.url)
    ElementTree.SubElement(element, "category", term=entry.section.id, label=_writable(entry.section.title))
    _text(element, "summary", entry.summary(localizer))


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = _writable(text)


def _writable(text: str) -> str:
    """XML has no way to write two characters beside the control characters, which the catalogue refuses."""
    return text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")


def _instant(day: date) -> str:
    """Atom wants an instant, and only the day is known."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC).isoformat().replace("+00:00", "Z")
