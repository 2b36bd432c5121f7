"""What is proved by reading alone: ids, links, sources and their age, samples that no lesson shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from roadmap.catalogue import Catalogue, Finding, Section, check_links
from roadmap.catalogue.files import is_leftover, line_of
from roadmap.catalogue.finding import shown
from roadmap.catalogue.ids import check_ids

OLD = timedelta(days=365)


def check_pages(catalogue: Catalogue, sections: Sequence[Section], today: date) -> Iterator[Finding]:
    """Findings in `sections`; the whole catalogue is there for what they link to."""
    packages = {section.path.name for section in sections}
    for finding in check_links(catalogue):
        if finding.path.partition("/")[0] in packages:
            yield finding
    for section in sections:
        yield from check_ids(section)
        yield from _sources(section, today)
        yield from _translations(section)
        yield from _unused(section)


def _sources(section: Section, today: date) -> Iterator[Finding]:
    for lesson in section.lessons:
        path, line = shown(lesson.path, section.path), line_of("sources", lesson.path)
        for source in lesson.sources:
            if source.checked > today:
                message = f"source “{source.title}” was checked on {source.checked}, which is not yet"
                yield Finding(path, line, message, "give the day on which it was checked")
            elif today - source.checked > OLD:
                message = f"source “{source.title}” was checked on {source.checked}, more than a year ago"
                yield Finding(path, line, message, "check it again, and give the day", severity="warning")


def _translations(section: Section) -> Iterator[Finding]:
    texts = [*section.translations.values()]
    texts += [text for lesson in section.lessons for text in lesson.translations.values()]
    for text in texts:
        if text.is_outdated:
            cure = f"bring the translation up to date, then write original: {text.original}"
            message = "the original has changed since it was translated"
            path, line = shown(text.path, section.path), line_of("original", text.path)
            yield Finding(path, line, message, cure, severity="warning")


def _unused(section: Section) -> Iterator[Finding]:
    used = {sample.path.name for sample in section.samples}
    used.update(name for lesson in section.lessons for name in lesson.excerpts)
    folders = {sample.path.parent for sample in section.samples} or {section.path / "samples"}
    for path in sorted(path for folder in folders for path in folder.glob("*") if path.is_file()):
        if path.name not in used and not is_leftover(path.relative_to(path.parent)):
            message = "no lesson shows this file, so nothing proves it"
            yield Finding(shown(path, section.path), 1, message, "show it, or remove it", severity="warning")
