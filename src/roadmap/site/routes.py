"""Where pages live. Routes below /learn match only what is in the catalogue: the rest is for plugins' own routes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pyramid.config import Configurator
from pyramid.request import Request

from roadmap.catalogue import Catalogue
from roadmap.site import feeds

Match = Mapping[str, str]

# What the parts of an address stand for; None where nothing of that name is installed.
FINDERS: dict[str, Callable[[Catalogue, Match], Any]] = {
    "section": lambda catalogue, match: catalogue.section(match["section"]),
    "quiz": lambda catalogue, match: (section := catalogue.section(match["section"])) and section.quiz,
    "sample": lambda catalogue, match: catalogue.sample(match["section"], match["sample"]),
    "exercise": lambda catalogue, match: catalogue.exercise(match["section"], match["slug"]),
    "lesson": lambda catalogue, match: catalogue.lesson(match["section"], match["lesson"]),
}

EXERCISE = "/learn/{section}/exercises/{slug}"
SAMPLE = "/learn/{section}/samples/{sample}"


class InCatalogue:
    """Route predicate `in_catalogue="lesson"`: the address names a lesson that is there."""

    def __init__(self, value: str, config: Configurator) -> None:
        self._kind = value

    def text(self) -> str:
        return f"in_catalogue = {self._kind}"

    phash = text

    def __call__(self, info: Mapping[str, Any], request: Request) -> bool:
        return FINDERS[self._kind](request.catalogue, info["match"]) is not None


def includeme(config: Configurator) -> None:
    config.add_route_predicate("in_catalogue", InCatalogue)
    config.add_route("home", "/")
    config.add_route("sitemap", "/sitemap.xml")
    config.add_route("sitemap.part", "/sitemap-{number:[1-9][0-9]{0,5}}.xml")
    config.add_route("feed", feeds.PATH)
    config.add_route("robots", "/robots.txt")
    config.add_route("progress", "/progress")
    config.add_route("search", "/search")
    config.add_route("run", "/runs/{id}")
    config.add_route("run.cancel", "/runs/{id}/cancel")
    _add(config, "section", "/learn/{section}", "section")
    _add(config, "section.printed", "/learn/{section}/print", "section")
    _add(config, "quiz", "/learn/{section}/quiz", "quiz")
    _add(config, "sample", SAMPLE, "sample")
    _add(config, "sample.run", f"{SAMPLE}/run", "sample")
    _add(config, "sample.version", f"{SAMPLE}/runs/{{id}}", "sample")
    _add(config, "sample.cancel", f"{SAMPLE}/runs/{{id}}/cancel", "sample")
    _add(config, "exercise", EXERCISE, "exercise")
    _add(config, "exercise.attempts", f"{EXERCISE}/attempts", "exercise")
    _add(config, "exercise.attempt", f"{EXERCISE}/attempts/{{id}}", "exercise")
    _add(config, "exercise.cancel", f"{EXERCISE}/attempts/{{id}}/cancel", "exercise")
    _add(config, "exercise.again", f"{EXERCISE}/attempts/{{id}}/again", "exercise")
    _add(config, "exercise.solution", f"{EXERCISE}/solution", "exercise")
    _add(config, "lesson", "/learn/{section}/{lesson}", "lesson")
    _add(config, "lesson.done", "/learn/{section}/{lesson}/done", "lesson")


def _add(config: Configurator, name: str, pattern: str, kind: str) -> None:
    """A route whose context is the catalogue's own value: a view of it is `def view(exercise, request)`."""

    def factory(request: Request) -> Any:
        # pviews asks for the context without having matched the address.
        return FINDERS[kind](request.catalogue, request.matchdict) if request.matchdict else None

    config.add_route(name, pattern, factory=factory, in_catalogue=kind)
