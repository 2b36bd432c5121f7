"""What a query finds: hits on pages, grouped by section, and what was read into a word that nobody uses."""

from __future__ import annotations

from dataclasses import dataclass

from roadmap.catalogue.model import ORIGINAL
from roadmap.search.passages import Kind


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage: `heading` is empty where the page itself is meant. `snippet` alternates plain and matching text."""

    heading: str
    url: str
    snippet: tuple[tuple[str, bool], ...]
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """A page, with the passages of it that match, best first."""

    kind: Kind
    title: str
    url: str
    hits: tuple[Hit, ...]
    score: float
    language: str = ORIGINAL


@dataclass(frozen=True, slots=True)
class Group:
    """The pages of one section, best first."""

    section: str
    title: str
    pages: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """`query` is what was asked; `meant` what was searched for, where that is something else.

    `missing` are words that nothing here contains and nothing here resembles: what is found lacks them. `partial` says
    that no page has all of the other words, and those that were found have some of them.
    """

    query: str
    groups: tuple[Group, ...] = ()
    meant: str = ""
    missing: tuple[str, ...] = ()
    partial: bool = False

    @property
    def pages(self) -> tuple[Found, ...]:
        """All pages, best first."""
        found = [page for group in self.groups for page in group.pages]
        return tuple(sorted(found, key=lambda page: -page.score))
