"""Where a visitor stands: what is done and begun, what they touched last, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from roadmap.catalogue import MAIN, Catalogue, Exercise, Lesson, Quiz, Section

State = Literal["done", "started"]
Step = Lesson | Exercise | Quiz
Touched = tuple[str, str]
"""A kind of page, `lesson`, `exercise` or `quiz`, and its key; a quiz's is that of its section."""


@dataclass(frozen=True, slots=True)
class Standing:
    """`sections` holds those that were begun, by id. `recommended` is the section to go on with, for each order."""

    sections: Mapping[str, State]
    recommended: Mapping[str, str]
    last: Step | None
    next: Step | None


def standing(catalogue: Catalogue, done: Mapping[str, Any], touched: Iterable[Touched]) -> Standing:
    """:param done: what `Progress.all` answers.
    :param touched: newest first.
    """
    work = _Work(catalogue, done)
    last = next((step for kind, key in touched if (step := found(catalogue, kind, key))), None)
    states = work.states()
    recommended: dict[str, str] = {}
    for order in catalogue.orders:
        section = _recommended(catalogue, order, states, last)
        if section is not None:
            recommended[order] = section.id
    return Standing(states, recommended, last, work.next(last, recommended.get(MAIN)))


def found(catalogue: Catalogue, kind: str, key: str) -> Step | None:
    """The page of a key such as `flask/micro`; None if it is not on this site."""
    section, _, name = key.partition("/")
    if kind == "lesson":
        return catalogue.lesson(section, name)
    if kind == "exercise":
        return catalogue.exercise(section, name)
    home = catalogue.section(section)
    return home.quiz if home else None


def kind_of(step: Step) -> str:
    return type(step).__name__.lower()


class _Work:
    """What is done of what there is."""

    def __init__(self, catalogue: Catalogue, done: Mapping[str, Any]) -> None:
        self._catalogue = catalogue
        self._lessons = done["lessons"]
        self._exercises = done["exercises"]
        self._quizzes = done["quizzes"]

    def states(self) -> dict[str, State]:
        begun = {key.partition("/")[0] for key in (*self._lessons, *self._exercises)} | set(self._quizzes)
        return {
            section.id: "done" if self._is_whole(section) else "started"
            for section in self._catalogue.sections
            if section.id in begun
        }

    def next(self, last: Step | None, recommended: str | None) -> Step | None:
        sections = self._catalogue.sections
        home = self._catalogue.section(last.section) if last else None
        there = self._catalogue.section(recommended) if recommended else None
        for section in (home, there, *sections):
            for step in _steps(section, last) if section else ():
                if step != last and not self._is_done(step):
                    return step
        return None

    def _is_whole(self, section: Section) -> bool:
        steps: tuple[Step, ...] = (*section.lessons, *section.exercises)
        return all(map(self._is_done, steps))

    def _is_done(self, step: Step) -> bool:
        if isinstance(step, Lesson):
            return f"{step.section}/{step.id}" in self._lessons
        if isinstance(step, Exercise):
            return bool(self._exercises.get(step.key, {}).get("passed"))
        return bool(self._quizzes.get(step.section, {}).get("answered", 0) >= len(step.questions))


def _steps(section: Section, last: Step | None) -> Iterator[Step]:
    """In the order in which they are suggested: lessons after the last one, then those before it, and so on."""
    lessons = section.lessons
    if isinstance(last, Lesson) and last in lessons:
        position = lessons.index(last)
        lessons = (*lessons[position + 1 :], *lessons[:position])
    yield from lessons
    yield from section.exercises
    if section.quiz:
        yield section.quiz


def _recommended(catalogue: Catalogue, order: str, states: Mapping[str, State], last: Step | None) -> Section | None:
    """The section that one is in; else the first that is not done and for which nothing is missing."""
    if last is not None and states.get(last.section) != "done":
        return catalogue.section(last.section)
    open_ones = [section for section in catalogue.in_order(order) if states.get(section.id) != "done"]
    there = catalogue.as_mapping()
    for section in open_ones:
        if all(states.get(name) == "done" for name in section.after if name in there):
            return section
    return open_ones[0] if open_ones else None
