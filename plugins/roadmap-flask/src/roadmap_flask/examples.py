"""The program and the requests that the lab offers to begin with."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files

from roadmap_flask.asking import Asking


@dataclass(frozen=True, slots=True)
class Example:
    """A request to load, and what to look at once it has been answered."""

    number: int
    title: str
    look: str
    asking: Asking


def read(name: str) -> str:
    """A file of the package's folder `lab`."""
    return files("roadmap_flask").joinpath("lab", name).read_text(encoding="utf-8")


def load() -> tuple[Example, ...]:
    source = read("app.py")
    entries = tomllib.loads(read("examples.toml"))["example"]
    return tuple(
        Example(number, entry.pop("title"), entry.pop("look"), Asking(source=source, **entry))
        for number, entry in enumerate(entries, 1)
    )


EXAMPLES = load()


def example(number: object) -> Example | None:
    """The example of that number, as it stands in a URL or a form; None for whatever else stands there."""
    return next((found for found in EXAMPLES if str(found.number) == number), None)
