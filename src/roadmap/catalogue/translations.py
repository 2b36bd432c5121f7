"""The catalogue in another language: what is translated in its place, what is not as it was."""

from __future__ import annotations

from dataclasses import replace

from roadmap.catalogue.model import Catalogue, Lesson, Section


def in_language(catalogue: Catalogue, language: str, base: str) -> Catalogue:
    """A catalogue with the same ids.

    :param base: what its addresses begin with, such as `/de`.
    """
    translated = Catalogue()
    for section in catalogue.as_mapping().values():
        translated.add(_section(section, language, base))
    return translated


def _section(section: Section, language: str, base: str) -> Section:
    moved = replace(
        section,
        base=base,
        lessons=tuple(_lesson(lesson, language, base) for lesson in section.lessons),
        exercises=tuple(replace(exercise, base=base) for exercise in section.exercises),
        quiz=replace(section.quiz, base=base) if section.quiz else None,
    )
    text = section.translations.get(language)
    if text is None:
        return moved
    return replace(
        moved,
        language=language,
        title=text.title,
        summary=text.summary,
        front=text.text,
        front_line=text.text_line,
    )


def _lesson(lesson: Lesson, language: str, base: str) -> Lesson:
    moved = replace(lesson, base=base, samples=tuple(replace(sample, base=base) for sample in lesson.samples))
    text = lesson.translations.get(language)
    if text is None:
        return moved
    return replace(
        moved,
        language=language,
        title=text.title,
        summary=text.summary,
        text=text.text,
        text_line=text.text_line,
        path=text.path,
    )
