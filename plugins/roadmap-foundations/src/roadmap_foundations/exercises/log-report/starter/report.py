"""What an access log tells about one night."""

from collections.abc import Iterable


class NegativeDuration(ValueError):
    """A request that ended before it began: the clock, and with it the log, is wrong."""


def report(lines: Iterable[str]) -> dict:
    """Count status classes and malformed lines, and find the five slowest paths."""
    raise NotImplementedError("not written yet")


if __name__ == "__main__":
    with open("sample.log", encoding="utf-8") as log:
        print(report(log))
