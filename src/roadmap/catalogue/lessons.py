"""Lessons from their Markdown files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from markdown_it.token import Token

from roadmap.catalogue.fields import Fields, suggestion
from roadmap.catalogue.finding import Findings
from roadmap.catalogue.frontmatter import read_page
from roadmap.catalogue.model import Lesson, Source
from roadmap.catalogue.prose import CALLOUTS, Callout, callouts, headings, is_taken, read, references
from roadmap.catalogue.samples import FenceReader

# Paths below a section that are not lessons.
RESERVED = ("exercises", "print", "quiz", "samples", "static")
_CLAIM = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
_NEED = re.compile(r"(?:[a-z0-9-]+/)?[a-z0-9-]+")


def load_lesson(
    path: Path, *, section: str, samples: Path, runtimes: Sequence[str], package: Path, findings: Findings
) -> Lesson | None:
    """The lesson in `path`, or None where there is not even an id to know it by; findings are added."""
    page = read_page(path, findings)
    if page is None:
        return None
    front = page.front.fields
    id = front.identifier("id")
    if id in RESERVED:
        front.wrong("id", f"{id} is the address of another page", "choose another id")
    tokens = read(page.text)
    fences = FenceReader(section, id, path, page.text_line, samples, runtimes, findings).read(tokens)
    check_page(tokens, page.text, path, page.text_line, package, findings)
    lesson = Lesson(
        section=section,
        id=id,
        title=front.text("title"),
        summary=front.text("summary"),
        minutes=front.integer("minutes", low=1, high=600),
        needs=read_needs(front),
        sources=tuple(_source(fields) for fields in front.tables("sources")),
        samples=tuple(fences.samples),
        text=page.text,
        text_line=page.text_line,
        path=path,
        excerpts=fences.excerpts,
        covers=read_covers(front),
        corrects=tuple(callout.id for callout in callouts(tokens) if callout.kind == "today" and callout.id),
    )
    front.finish()
    for need in {id, f"{section}/{id}"}.intersection(lesson.needs):
        front.wrong("needs", f"needs {need}: that is the lesson itself", "take it out")
    if not page.text.strip():
        findings.add(path, page.text_line, "the lesson has no text", "write it below the front matter")
    return lesson if id else None


def read_needs(fields: Fields) -> tuple[str, ...]:
    needs = fields.texts("needs", ())
    for need in needs:
        if not _NEED.fullmatch(need):
            fields.wrong("needs", f"{need!r} is no lesson", "its id, or section/id")
    return needs


def read_covers(fields: Fields) -> tuple[str, ...]:
    covers = fields.texts("covers", ())
    for claim in covers:
        if not _CLAIM.fullmatch(claim):
            fields.wrong("covers", f"{claim!r} is no claim's id", "letters, digits and hyphens, as in AB-12")
    return covers


def check_page(tokens: Sequence[Token], text: str, path: Path, line: int, package: Path, findings: Findings) -> None:
    """What holds for each page of Markdown: heading levels, callouts, images. `line` is that of the first line."""
    level = 1
    for heading in headings(tokens):
        if heading.level == 1:
            findings.add(path, line + heading.line - 1, "heading # is the page's title", "start with ##")
        elif heading.level > level + 1:
            cure = f"use {'#' * (level + 1)}, so that the outline has no gaps"
            findings.add(path, line + heading.line - 1, f"heading {'#' * heading.level} skips a level", cure)
        if not heading.text:
            findings.add(path, line + heading.line - 1, "heading without words", "give it some, or remove it")
        level = max(2, heading.level)
    lines = text.split("\n")
    anchors: set[str] = set()
    for token in tokens:
        if token.type == "container_callout_open" and token.map:
            callout = Callout.of(token.info)
            _check_callout(callout, token.map, lines, path, line, findings)
            if callout.id in anchors or is_taken(callout.id, headings(tokens)):
                findings.add(
                    path, line + token.map[0], f"{{{callout.id}}} stands on this page already", "choose another"
                )
            anchors.update({callout.id} - {""})
    for reference in references(tokens):
        if reference.image:
            where = line + reference.line - 1
            if not reference.text:
                findings.add(path, where, "image without a text alternative", "![what it shows](static/…)")
            if not is_own_image(reference.href) or not (package / reference.href).is_file():
                findings.add(path, where, f"there is no image {reference.href}", "a file below static/ of the package")


def is_own_image(href: str) -> bool:
    """Images come from the plugin's static folder; the site's content policy allows no others."""
    return bool(re.fullmatch(r"static/[\w./-]+", href)) and ".." not in href


def _check_callout(
    callout: Callout, map: list[int], lines: Sequence[str], path: Path, line: int, findings: Findings
) -> None:
    if callout.kind not in CALLOUTS:
        findings.add(path, line + map[0], f"unknown callout {callout.kind!r}", suggestion(callout.kind, CALLOUTS))
    if map[1] >= len(lines) or not lines[map[1]].lstrip(" >").startswith(":::"):
        findings.add(path, line + map[0], "callout without an end", "close it with a line `:::`")


def _source(fields: Fields) -> Source:
    source = Source(title=fields.text("title"), url=fields.text("url"), checked=fields.day("checked"))
    if source.url and not source.url.startswith(("https://", "http://")):
        fields.wrong("url", f"{source.url!r} is not a web address", "https://…")
    fields.finish()
    return source
