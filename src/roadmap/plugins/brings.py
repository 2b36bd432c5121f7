"""What a plugin brings, in short phrases, from what its directives left for introspection."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def brings(introspector: Any, plugin: str) -> tuple[str, ...]:
    """For example `("section Flask", "4 lessons", "8 questions", "runtime flask", "lab Request lab")`."""
    return tuple(_phrases(introspector, plugin))


def _phrases(introspector: Any, plugin: str) -> Iterator[str]:
    for entry in _of(introspector, "roadmap sections", plugin):
        section = entry["section"]
        questions = len(section.quiz.questions) if section.quiz else 0
        yield f"section {section.title}"
        yield from _counted(len(section.lessons), "lesson")
        yield from _counted(len(section.exercises), "exercise")
        yield from _counted(questions, "question")
    for entry in _of(introspector, "roadmap runtimes", plugin):
        yield f"runtime {entry['runtime'].name}"
    for entry in _of(introspector, "roadmap programs", plugin):
        yield f"program {entry['program'].name}"
    for entry in _of(introspector, "roadmap labs", plugin):
        yield f"lab {entry['title']}"
    routes = [entry["introspectable"]["name"] for entry in introspector.get_category("routes", default=())]
    yield from _counted(sum(name.startswith(f"{plugin}.") for name in routes), "route")


def _of(introspector: Any, category: str, plugin: str) -> Iterator[Any]:
    for found in introspector.get_category(category, default=()):
        if found["introspectable"]["plugin"] == plugin:
            yield found["introspectable"]


def _counted(number: int, noun: str) -> Iterator[str]:
    if number:
        yield f"{number} {noun}" if number == 1 else f"{number} {noun}s"
