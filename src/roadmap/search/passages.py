"""What can be found: pages of the catalogue, and the passages below their headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from markdown_it.token import Token

from roadmap.catalogue import Catalogue, Exercise, Lesson, Quiz, Section
from roadmap.catalogue.model import ORIGINAL
from roadmap.catalogue.prose import anchored, headings, parse, plain


class Kind(StrEnum):
    SECTION = "section"
    LESSON = "lesson"
    EXERCISE = "exercise"
    QUIZ = "quiz"
    SAMPLE = "sample"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the site. Of a sample the page is the lesson that shows it."""

    kind: Kind
    section: str
    section_title: str
    title: str
    url: str
    language: str = ORIGINAL


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a page that can be linked to.

    `heading` is empty for what stands before the first one; that passage answers for the page, and has the `whole` of
    its text.
    """

    page: Page
    heading: str
    url: str
    text: str
    code: str = ""
    summary: str = ""
    whole: str = ""


def passages(catalogue: Catalogue) -> Iterator[Passage]:
    """All that can be found, in reading order."""
    for section in catalogue.sections:
        yield from _front(section)
        for lesson in section.lessons:
            yield from _lesson(section, lesson)
        for exercise in section.exercises:
            yield from _exercise(section, exercise)
        if section.quiz is not None:
            yield from _quiz(section, section.quiz)


def _front(section: Section) -> Iterator[Passage]:
    page = Page(Kind.SECTION, section.id, section.title, section.title, section.url, section.language)
    yield from _parts(page, section.front, section.summary, anchors=section.anchors)


def _lesson(section: Section, lesson: Lesson) -> Iterator[Passage]:
    page = Page(Kind.LESSON, section.id, section.title, lesson.title, lesson.url, lesson.language)
    yield from _parts(page, lesson.text, lesson.summary, anchors=lesson.anchors)
    for sample in lesson.samples:
        shown = Page(Kind.SAMPLE, section.id, section.title, lesson.title, lesson.url, lesson.language)
        yield Passage(shown, sample.name, f"{lesson.url}#{sample.anchor}", "", sample.code)


def _exercise(section: Section, exercise: Exercise) -> Iterator[Passage]:
    page = Page(Kind.EXERCISE, section.id, section.title, exercise.title, exercise.url)
    requirements = " ".join(check.title for check in exercise.checks)
    code = "\n".join(exercise.starter.values())
    yield from _parts(page, exercise.task, exercise.summary, requirements, code)


def _quiz(section: Section, quiz: Quiz) -> Iterator[Passage]:
    page = Page(Kind.QUIZ, section.id, section.title, quiz.title, quiz.url)
    yield Passage(page, "", quiz.url, f"Questions about {section.title}.")
    for question in quiz.questions:
        prompt = _said(question.prompt)
        text = " ".join(_said(choice.text) for choice in question.choices)
        yield Passage(page, prompt, f"{quiz.url}#{question.anchor}", text)


def _parts(
    page: Page, text: str, summary: str, more: str = "", code: str = "", anchors: Sequence[str] = ()
) -> Iterator[Passage]:
    tokens = parse(text)
    found = anchored(headings(tokens), anchors)
    starts = [number for number, token in enumerate(tokens) if token.type == "heading_open"]
    for number, (start, end) in enumerate(zip([0, *starts], [*starts, len(tokens)], strict=True)):
        prose, shown = _text(tokens[start + 3 if number else 0 : end])
        if number == 0:
            whole = " ".join(_text(tokens))
            head = f"{prose} {more}".strip()
            yield Passage(page, "", page.url, head, f"{shown}\n{code}".strip(), summary, f"{whole} {more}")
        else:
            heading = found[number - 1]
            yield Passage(page, heading.text, f"{page.url}#{heading.id}", prose, shown)


def _text(tokens: Sequence[Token]) -> tuple[str, str]:
    """Prose and code of some tokens."""
    prose = [plain(token.children or []) for token in tokens if token.type == "inline"]
    code = [token.content for token in tokens if token.type in ("fence", "code_block")]
    return " ".join(prose), "\n".join(code)


def _said(markdown: str) -> str:
    return _text(parse(markdown))[0]
