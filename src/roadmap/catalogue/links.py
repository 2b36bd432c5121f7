"""Links between pages, as authors write them (`lesson:flask/micro#why`), and whether what they name is there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from roadmap.catalogue.fields import suggestion
from roadmap.catalogue.files import line_of
from roadmap.catalogue.finding import Finding, shown
from roadmap.catalogue.model import Catalogue, Exercise, Lesson, Section, Translation
from roadmap.catalogue.prose import callouts, headings, read, references

_INTERNAL = re.compile(r"(lesson|exercise|section|quiz):([a-z0-9-]*)(?:/([a-z0-9-]+))?(?:#(.+))?")
_EXTERNAL = re.compile(r"(https?://|mailto:)\S+")


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a page of this site. `name` is empty for sections and quizzes."""

    kind: str
    section: str
    name: str
    fragment: str

    @classmethod
    def of(cls, href: str, section: str) -> Link | None:
        """What `href` on a page of `section` names, or None where it is no link of ours."""
        match = _INTERNAL.fullmatch(href)
        if not match:
            return None
        kind, first, second, fragment = match[1], match[2], match[3] or "", match[4] or ""
        if kind in ("section", "quiz"):
            return None if second else cls(kind, first or section, "", fragment)
        if not first:
            return None
        return cls(kind, first, second, fragment) if second else cls(kind, section, first, fragment)

    @property
    def url(self) -> str:
        middle = {"lesson": f"/{self.name}", "exercise": f"/exercises/{self.name}", "quiz": "/quiz", "section": ""}
        return f"/learn/{self.section}{middle[self.kind]}" + (f"#{quote(self.fragment)}" if self.fragment else "")

    def __str__(self) -> str:
        return f"{self.kind}:{self.section}" + (f"/{self.name}" if self.name else "")


def resolve(href: str, section: str) -> str | None:
    """The URL of a link on a page of `section`; None for what must not become a link."""
    link = Link.of(href, section)
    if link:
        return link.url
    if is_external(href) or href.startswith("#") or (href.startswith("/") and not href.startswith("//")):
        return href
    return None


def is_external(href: str) -> bool:
    return bool(_EXTERNAL.fullmatch(href))


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of Markdown of a section and where it stands."""

    text: str
    path: Path
    line: int
    anchors: tuple[str, ...] = ()
    """Of the page, where they are not those of its headings."""


def texts(section: Section) -> Iterator[Text]:
    """Every page of Markdown in `section`."""
    yield Text(section.front, section.content / "section.md", section.front_line)
    for lesson in section.lessons:
        yield Text(lesson.text, lesson.path, lesson.text_line)
        yield from (_translated(each) for each in lesson.translations.values())
    yield from (_translated(each) for each in section.translations.values())
    for exercise in section.exercises:
        yield Text(exercise.task, exercise.path / "task.md", 1)


def _translated(page: Translation) -> Text:
    return Text(page.text, page.path, page.text_line, page.anchors)


def problem(href: str, home: Section, page: Text, catalogue: Catalogue) -> tuple[str, str] | None:
    """Why the link is dead, and the cure; None where it lives. `page` is where it stands."""
    if href.startswith("#"):
        return _dead_anchor(href[1:], page.text, "this page", page.anchors)
    link = Link.of(href, home.id)
    if link is None:
        if resolve(href, home.id) is not None:
            return None
        return (f"link to {href!r} is of no known kind", "https://…, #heading, lesson:, exercise:, section: or quiz:")
    section = catalogue.section(link.section)
    if section is None:
        return (
            f"dead link {link}: there is no section {link.section}",
            suggestion(link.section, catalogue.as_mapping()),
        )
    return _dead_page(link, section)


def _dead_page(link: Link, section: Section) -> tuple[str, str] | None:
    if link.kind == "quiz" and section.quiz is None:
        return (f"dead link {link}: {section.id} has no quiz", "link to the section")
    items: tuple[Lesson, ...] | tuple[Exercise, ...] = ()
    items = section.lessons if link.kind == "lesson" else section.exercises if link.kind == "exercise" else ()
    if link.name and link.name not in {item.id for item in items}:
        return (f"dead link {link}", suggestion(link.name, [item.id for item in items]))
    if link.fragment:
        page = next(
            (item.text if isinstance(item, Lesson) else item.task for item in items if item.id == link.name), ""
        )
        return _dead_anchor(link.fragment, page or section.front, str(link))
    return None


def _dead_anchor(fragment: str, text: str, where: str, own: tuple[str, ...] = ()) -> tuple[str, str] | None:
    tokens = read(text)
    anchors = [*(own or (heading.id for heading in headings(tokens)))] + [one.id for one in callouts(tokens) if one.id]
    if fragment in anchors:
        return None
    return (f"dead link: {where} has no heading #{fragment}", suggestion(fragment, anchors))


def check_links(catalogue: Catalogue) -> tuple[Finding, ...]:
    """What only shows once all sections are there: links and needs across them, shared ids, cycles in `after`."""
    found = set[Finding]()
    for section in catalogue.sections:
        found.update(_dead_links(section, catalogue), _dead_needs(section, catalogue))
    return (*sorted(found), *_shared_samples(catalogue), *check_order(catalogue.sections))


def check_within(section: Section) -> tuple[Finding, ...]:
    """Dead links and needs inside one section; those to others wait until all sections are there."""
    alone = Catalogue()
    alone.add(section)
    return (*_dead_links(section, alone, across=False), *_dead_needs(section, alone))


def _dead_links(section: Section, catalogue: Catalogue, *, across: bool = True) -> Iterator[Finding]:
    for page in texts(section):
        for reference in references(read(page.text)):
            link = Link.of(reference.href, section.id)
            if reference.image or (link and link.section != section.id and not across):
                continue
            if dead := problem(reference.href, section, page, catalogue):
                yield _finding(section, page.path, page.line + reference.line - 1, *dead)


def _dead_needs(section: Section, catalogue: Catalogue) -> Iterator[Finding]:
    for need, path in _needs(section):
        other, _, lesson = need.rpartition("/")
        there = catalogue.section(other or section.id)
        # A section that is not installed cannot be had: needing it is advice, not an error.
        if there is not None and lesson not in {known.id for known in there.lessons}:
            cure = suggestion(lesson, [known.id for known in there.lessons])
            yield _finding(section, path, line_of("needs", path), f"needs {need}: no lesson of {there.id}", cure)


def _needs(section: Section) -> Iterator[tuple[str, Path]]:
    """Each lesson that something in `section` needs, and the file that says so."""
    for lesson in section.lessons:
        yield from ((need, lesson.path) for need in lesson.needs)
    for exercise in section.exercises:
        yield from ((need, exercise.path / "exercise.toml") for need in exercise.needs)


def _shared_samples(catalogue: Catalogue) -> Iterator[Finding]:
    owners: dict[str, str] = {}
    for section in catalogue.sections:
        for sample in section.samples:
            owner = owners.setdefault(sample.id, section.id)
            if owner != section.id:
                message = f"sample {sample.id} is in section {owner} too"
                yield _finding(section, sample.path, 1, message, "sample ids are unique in the whole site: rename one")


def check_order(sections: Iterable[Section]) -> tuple[Finding, ...]:
    """Sections that wait for each other, each cycle once."""
    after = {section.id: section for section in sections}
    found, done = [], set[str]()
    for start in sorted(after):
        trail: list[str] = []
        _walk(start, after, trail, done)
        if trail:
            section = after[trail[0]]
            message = f"sections come after each other in a circle: {' after '.join(trail)}"
            found.append(_finding(section, section.path / "__init__.py", 1, message, "take one of them out of `after`"))
    return tuple(found)


def _walk(start: str, after: dict[str, Section], trail: list[str], done: set[str]) -> None:
    """Leave the first cycle that is reachable from `start` in `trail`, or nothing."""
    stack: list[tuple[str, Iterator[str]]] = [(start, iter(after[start].after))]
    on_stack = [start]
    if start in done:
        return
    while stack:
        current, following = stack[-1]
        for name in following:
            if name in on_stack:
                trail.extend([*on_stack[on_stack.index(name) :], name])
                done.update(on_stack)
                return
            if name in after and name not in done:
                stack.append((name, iter(after[name].after)))
                on_stack.append(name)
                break
        else:
            done.add(current)
            stack.pop()
            on_stack.pop()


def _finding(section: Section, path: Path, line: int, message: str, cure: str) -> Finding:
    return Finding(shown(path, section.path), line, message, cure)
