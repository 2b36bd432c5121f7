"""Choose a framework: a few questions, what each answer speaks for and against, and the advice that follows."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

# From here on two frameworks are too close for the answers to tell them apart.
CLOSE = 1


@dataclass(frozen=True, slots=True)
class Weight:
    """What an answer says about one framework: points for it, or against it where negative, and why."""

    framework: str
    points: int
    why: str


@dataclass(frozen=True, slots=True)
class Option:
    id: str
    text: str
    weights: tuple[Weight, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    prompt: str
    options: tuple[Option, ...]

    def option(self, id: object) -> Option | None:
        return next((option for option in self.options if option.id == id), None)


@dataclass(frozen=True, slots=True)
class Framework:
    """What one gets with it and what one gives up, whatever one builds."""

    id: str
    title: str
    agreement: str
    gives: str
    costs: str


@dataclass(frozen=True, slots=True)
class Ranked:
    """A framework with its points, and the reasons that the answers gave for it and against it."""

    framework: Framework
    points: int
    reasons: tuple[str, ...]
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """All frameworks, the best first. `close` are those that come as near to the first as makes no difference."""

    ranked: tuple[Ranked, ...]
    notes: tuple[str, ...]
    open: tuple[Question, ...]

    @property
    def first(self) -> Ranked:
        return self.ranked[0]

    @property
    def close(self) -> tuple[Ranked, ...]:
        return tuple(each for each in self.ranked[1:] if self.first.points - each.points <= CLOSE)


def load() -> tuple[tuple[Question, ...], Mapping[str, Framework]]:
    text = files("roadmap_foundations").joinpath("choosing.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    frameworks = {id: Framework(id, **entry) for id, entry in data["framework"].items()}
    questions = tuple(
        Question(entry["id"], entry["prompt"], tuple(_option(each, frameworks) for each in entry["option"]))
        for entry in data["question"]
    )
    return questions, frameworks


def _option(entry: Mapping[str, object], frameworks: Mapping[str, Framework]) -> Option:
    weights = tuple(Weight(id, *entry[id]) for id in frameworks if id in entry)  # type: ignore[misc]
    return Option(str(entry["id"]), str(entry["text"]), weights, str(entry.get("note", "")))


QUESTIONS, FRAMEWORKS = load()


def answers_from(query: Mapping[str, str]) -> dict[str, Option]:
    """The answers in a URL's query, by question; what is no answer is left out."""
    found = {question.id: question.option(query.get(question.id)) for question in QUESTIONS}
    return {id: option for id, option in found.items() if option is not None}


def advice(answers: Mapping[str, Option]) -> Advice:
    """What the answers add up to. The order of the questions decides nothing, and equal points fall by name."""
    weights = [weight for option in answers.values() for weight in option.weights]
    ranked = [_ranked(framework, weights) for framework in FRAMEWORKS.values()]
    return Advice(
        ranked=tuple(sorted(ranked, key=lambda each: (-each.points, each.framework.title))),
        notes=tuple(option.note for option in answers.values() if option.note),
        open=tuple(question for question in QUESTIONS if question.id not in answers),
    )


def _ranked(framework: Framework, weights: list[Weight]) -> Ranked:
    own = [weight for weight in weights if weight.framework == framework.id]
    return Ranked(
        framework,
        sum(weight.points for weight in own),
        tuple(weight.why for weight in own if weight.points >= 0),
        tuple(weight.why for weight in own if weight.points < 0),
    )
