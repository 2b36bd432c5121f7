"""The catalogue in another language: what is translated in its place, what is not as it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from roadmap.catalogue.model import Catalogue, Lesson, Section


def in_language(catalogue: Catalogue, language: str, base: str) -> Catalogue:
    """A catalogue with the same ids.

    :param base: what its addresses begin with, such as `/de`.
    """
    return Catalogue(_Sections(catalogue.as_mapping(), language, base))


class _Sections(Mapping[str, Section]):
    """Each is made when it is first asked for: with hundreds of them, a page of one must not wait for all."""

    def __init__(self, originals: Mapping[str, Section], language: str, base: str) -> None:
        self._originals = originals
        self._language = language
        self._base = base
        self._made: dict[str, Section] = {}

    def __getitem__(self, id: str) -> Section:
        # Two threads may both make one; the first stays, since pages compare what they have by identity and value.
        return self._made.get(id) or self._made.setdefault(
            id, _section(self._originals[id], self._language, self._base)
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self._originals)

    def __len__(self) -> int:
        return len(self._originals)


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
        anchors=text.anchors,
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
        anchors=text.anchors,
    )
