"""What an access log tells about one night."""

import math
from collections import Counter
from collections.abc import Iterable


class NegativeDuration(ValueError):
    """A request that ended before it began: the clock, and with it the log, is wrong."""


def parse(line: str) -> tuple[str, str, float]:
    """Status class, path and duration of one line; ValueError where it is malformed."""
    _, _, _, path, status, duration = line.split()
    seconds = float(duration)
    if not 100 <= int(status) <= 599 or not math.isfinite(seconds):
        raise ValueError(line)
    if seconds < 0:
        raise NegativeDuration(f"{path} took {seconds} seconds")
    return f"{int(status) // 100}xx", path, seconds


def report(lines: Iterable[str]) -> dict:
    """Count status classes and malformed lines, and find the five slowest paths."""
    classes: Counter[str] = Counter()
    durations: dict[str, list[float]] = {}
    malformed = 0
    for line in lines:
        try:
            status_class, path, seconds = parse(line)
        except NegativeDuration:
            raise
        except ValueError:
            malformed += 1
            continue
        classes[status_class] += 1
        durations.setdefault(path, []).append(seconds)
    longest = {path: max(seconds) for path, seconds in durations.items()}
    slowest = sorted(longest.items(), key=lambda item: (-item[1], item[0]))[:5]
    return {"classes": dict(classes), "slowest": slowest, "malformed": malformed}


if __name__ == "__main__":
    with open("sample.log", encoding="utf-8") as log:
        print(report(log))
