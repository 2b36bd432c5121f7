"""What plugins bring, in short phrases, from what their directives left for introspection."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any


def brings(introspector: Any) -> Mapping[str, tuple[str, ...]]:
    """By plugin, for example `("section Flask", "4 lessons", "8 questions", "runtime flask", "lab Request lab")`.

    Of all at once: what was declared is one list for the whole site.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for category, phrases in PHRASES.items():
        for entry in _all(introspector, category):
            found[entry["plugin"]] += phrases(entry)
    routes = Counter(entry["name"].partition(".")[0] for entry in _all(introspector, "routes") if "." in entry["name"])
    for plugin, number in routes.items():
        found[plugin] += _counted(number, "route")
    return {plugin: tuple(phrases) for plugin, phrases in found.items()}


def _section(entry: Any) -> Iterator[str]:
    section = entry["section"]
    questions = len(section.quiz.questions) if section.quiz else 0
    yield f"section {section.title}"
    yield from _counted(len(section.lessons), "lesson")
    yield from _counted(len(section.exercises), "exercise")
    yield from _counted(questions, "question")


PHRASES: Mapping[str, Callable[[Any], Iterator[str]]] = {
    "roadmap sections": _section,
    "roadmap runtimes": lambda entry: iter([f"runtime {entry['runtime'].name}"]),
    "roadmap programs": lambda entry: iter([f"program {entry['program'].name}"]),
    "roadmap labs": lambda entry: iter([f"lab {entry['title']}"]),
}


def _all(introspector: Any, category: str) -> Iterator[Any]:
    for found in introspector.get_category(category, default=()):
        yield found["introspectable"]


def _counted(number: int, noun: str) -> Iterator[str]:
    if number:
        yield f"{number} {noun}" if number == 1 else f"{number} {noun}s"
