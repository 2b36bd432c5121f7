"""What the lab offers to begin with, and the bookshop's files that go into the sandbox."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files

from roadmap_django.asking import Asking


@dataclass(frozen=True, slots=True)
class Example:
    """Code to load, and what to look at once it has run.

    `budget` is greater than zero for the planted page only: how many queries it may take when it is mended.
    """

    number: int
    title: str
    code: str
    look: str
    budget: int = 0

    @property
    def asking(self) -> Asking:
        return Asking(self.code)


def read(name: str) -> str:
    """A file of the package's folder `lab`."""
    return files("roadmap_django").joinpath("lab", name).read_text(encoding="utf-8")


def load() -> tuple[Example, ...]:
    entries = tomllib.loads(read("examples.toml"))["example"]
    return tuple(Example(number, **entry) for number, entry in enumerate(entries, 1))


EXAMPLES = load()
MODELS = read("models.py")
SHOP = {
    "shop/__init__.py": "",
    "shop/models.py": MODELS,
    "shop/rows.py": read("rows.py"),
    "project.py": read("project.py"),
}


def example(number: object) -> Example | None:
    """The example of that number, as it stands in a URL or a form; None for whatever else stands there."""
    return next((found for found in EXAMPLES if str(found.number) == number), None)
