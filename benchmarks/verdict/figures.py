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
    forked: Times
    start: float
    checks: float
    end: float

    @property
    def of_fresh(self) -> float:
        return self.warm.median / self.fresh.median

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


def table(all_figures: Sequence[Figures]) -> str:
    """For people to read; milliseconds, median and 95 %."""
    lines = [
        f"{'':11}{'warm verdict':>15}{'fresh pytest':>16}{'warm, no walls':>17}"
        f"{'/fresh':>9}{'/no walls':>11}{'start':>8}{'checks':>8}{'end':>6}"
    ]
    for each in all_figures:
        pairs = (f"{times.median:.0f} / {times.p95:.0f}" for times in (each.warm, each.fresh, each.forked))
        warm, fresh, forked = pairs
        lines.append(
            f"{each.exercise:11}{warm:>15}{fresh:>16}{forked:>17}{each.of_fresh:>9.3f}{each.of_forked:>11.2f}"
            f"{each.start:>8.0f}{each.checks:>8.0f}{each.end:>6.0f}"
        )
    return "\n".join(lines)
