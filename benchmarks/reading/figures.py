"""What was measured, what is wanted of it, and how both are said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

OF_BARE = 0.7
TIMES_PLAIN = 7.0
APART = 0.10


@dataclass(frozen=True, slots=True)
class Start:
    """`seconds` until it listens; megabytes then, and after every lesson has been read once."""

    plugins: int
    seconds: float
    started_mb: int
    read_mb: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Requests in a second: of the bare callable, of the plain page, and of the site by its number of plugins."""

    bare: float
    plain: float
    site: Mapping[int, float]

    def broken(self) -> list[str]:
        return list(self._broken())

    def _broken(self) -> Iterator[str]:
        for plugins, rate in self.site.items():
            if rate / self.bare < OF_BARE:
                share = f"{rate / self.bare:.2f} of a bare callable"
                yield f"{plugins} plugins: a lesson is served at {share}; at least {OF_BARE:g} is wanted"
            if rate / self.plain < TIMES_PLAIN:
                times = f"{rate / self.plain:.1f} times a plain page"
                yield f"{plugins} plugins: a lesson is served at {times}; at least {TIMES_PLAIN:g} is wanted"
        slow, quick = min(self.site.values()), max(self.site.values())
        if slow < quick * (1 - APART):
            numbers = " and ".join(map(str, self.site))
            apart = f"{(1 - slow / quick) * 100:.0f} %"
            yield f"{numbers} plugins: lessons are {apart} apart; at most {APART * 100:.0f} % are wanted"


def table(figures: Figures) -> str:
    rows = [
        ("bare callable", figures.bare),
        ("plain page", figures.plain),
        *((f"site, {plugins} plugins", rate) for plugins, rate in figures.site.items()),
    ]
    head = "| | requests in a second | of the bare callable | times the plain page |\n| --- | --- | --- | --- |"
    return "\n".join(
        [head, *(f"| {name} | {r:.0f} | {r / figures.bare:.2f} | {r / figures.plain:.1f} |" for name, r in rows)]
    )


def starts(found: list[Start]) -> str:
    head = "| plugins | lessons | seconds to start | MB at start | MB with every lesson read |\n" + "| --- " * 5 + "|"
    rows = (f"| {s.plugins} | {s.plugins * 10} | {s.seconds:.1f} | {s.started_mb} | {s.read_mb} |" for s in found)
    return "\n".join([head, *rows])
