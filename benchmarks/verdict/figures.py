"""What was measured of one exercise, and whether it is what is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles

MOST_OF_FRESH = 0.10
MOST_OF_FORKED = 1.5
MOST_MS = 150.0


@dataclass(frozen=True, slots=True)
class Times:
    """Of one contestant, in milliseconds."""

    median: float
    p95: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Times:
        slow = quantiles(seconds, n=20, method="inclusive")[-1] if len(seconds) > 1 else seconds[0]
        return cls(round(median(seconds) * 1000, 1), round(slow * 1000, 1))


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one exercise. `start`, `checks` and `end` are the phases of the warm verdict, medians in milliseconds."""

    exercise: str
    warm: Times
    fresh: Times
    stripped: Times
    forked: Times
    start: float
    checks: float
    end: float

    @property
    def of_fresh(self) -> float:
        return self.warm.median / self.fresh.median

    @property
    def of_stripped(self) -> float:
        """No bound holds it: shown so that nobody has to wonder."""
        return self.warm.median / self.stripped.median

    @property
    def of_forked(self) -> float:
        return self.warm.median / self.forked.median

    def broken(self) -> list[str]:
        """The bounds that do not hold, each in a sentence."""
        found = []
        if self.of_fresh > MOST_OF_FRESH:
            found.append(f"{self.of_fresh:.3f} of a fresh pytest; at most {MOST_OF_FRESH} is wanted")
        if self.of_forked > MOST_OF_FORKED:
            found.append(f"{self.of_forked:.2f} times a warm process without walls; at most {MOST_OF_FORKED} is wanted")
        if self.warm.median > MOST_MS:
            found.append(f"{self.warm.median:.0f} ms; at most {MOST_MS:.0f} ms are wanted")
        return [f"{self.exercise}: the warm verdict takes {bound}" for bound in found]


_HEADS = (
    *("", "warm verdict", "fresh pytest", "stripped pytest", "warm, no walls"),
    *("of fresh", "of stripped", "of no walls", "start", "checks", "end"),
)


def table(all_figures: Sequence[Figures]) -> str:
    """In Markdown; milliseconds, median / 95 %."""
    return markdown(_HEADS, [_row(each) for each in all_figures])


def _row(each: Figures) -> list[str]:
    pairs = (f"{one.median:.0f} / {one.p95:.0f}" for one in (each.warm, each.fresh, each.stripped, each.forked))
    ratios = (f"{each.of_fresh:.3f}", f"{each.of_stripped:.3f}", f"{each.of_forked:.2f}")
    return [each.exercise, *pairs, *ratios, *(f"{phase:.0f}" for phase in (each.start, each.checks, each.end))]


def markdown(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table as docs/benchmarks.md has them."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |".replace("|  |", "| |") for cells in lines)
