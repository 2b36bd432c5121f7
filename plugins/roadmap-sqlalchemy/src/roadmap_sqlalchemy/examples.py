"""What the lens offers to begin with, and the files that go into the sandbox with the visitor's code."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files

from roadmap_sqlalchemy.asking import Asking


@dataclass(frozen=True, slots=True)
class Example:
    """Code to load, and what to look at once it has run."""

    number: int
    title: str
    code: str
    look: str

    @property
    def asking(self) -> Asking:
        return Asking(self.code)


def read(name: str) -> str:
    """A file of the package's folder `lens`."""
    return files("roadmap_sqlalchemy").joinpath("lens", name).read_text(encoding="utf-8")


def load() -> tuple[Example, ...]:
    entries = tomllib.loads(read("examples.toml"))["example"]
    return tuple(Example(number, **entry) for number, entry in enumerate(entries, 1))


EXAMPLES = load()
MODELS = read("models.py")
LIBRARY = {"models.py": MODELS, "library.py": read("library.py")}


def example(number: object) -> Example | None:
    """The example of that number, as it stands in a URL or a form; None for whatever else stands there."""
    return next((found for found in EXAMPLES if str(found.number) == number), None)
