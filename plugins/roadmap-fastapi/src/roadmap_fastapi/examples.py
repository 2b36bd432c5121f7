"""The endpoints that the page offers to begin with."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files

from roadmap_fastapi.asking import Asking


@dataclass(frozen=True, slots=True)
class Example:
    """A program with two requests to load, and what to look at once it has answered."""

    number: int
    title: str
    look: str
    asking: Asking


def read(*names: str) -> str:
    """A file of the package's folder `lab`."""
    return files("roadmap_fastapi").joinpath("lab", *names).read_text(encoding="utf-8")


def load() -> tuple[Example, ...]:
    entries = tomllib.loads(read("examples.toml"))["example"]
    return tuple(
        Example(
            number,
            entry.pop("title"),
            entry.pop("look"),
            Asking(source=read("examples", entry.pop("file")), **entry),
        )
        for number, entry in enumerate(entries, 1)
    )


EXAMPLES = load()


def example(number: object) -> Example | None:
    """The example of that number, as it stands in a URL or a form; None for whatever else stands there."""
    return next((found for found in EXAMPLES if str(found.number) == number), None)
