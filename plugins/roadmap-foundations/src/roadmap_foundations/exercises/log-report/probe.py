"""Feeds report() from sources that a list cannot imitate, and watches what it keeps."""

import builtins
import gc
import random
import tracemalloc

import report


def kind_of_error():
    kind = getattr(report, "NegativeDuration", None)
    exists = isinstance(kind, type)
    raised = False
    if exists:
        try:
            report.report(["2026-11-22T09:00:00Z 203.0.113.7 GET /x 200 -1.5"])
        except kind:
            raised = kind is not ValueError
        except Exception:
            raised = False
    return {
        "exists": exists,
        "is_value_error": exists and issubclass(kind, ValueError),
        "is_same": kind is ValueError,
        "raised": raised,
    }


class Source:
    """Gives its lines once, like a file that was read to its end, and counts how often it is asked."""

    def __init__(self, lines):
        self.passes = 0
        self.rest = iter(lines)

    def __iter__(self):
        self.passes += 1
        yield from self.rest


def from_generator(lines):
    source = Source(lines)
    found = report.report(source)
    return {"passes": source.passes, "report": found}


class Line(str):
    alive = 0
    most = 0

    def __new__(cls, text):
        Line.alive += 1
        Line.most = max(Line.most, Line.alive)
        return super().__new__(cls, text)

    def __del__(self):
        Line.alive -= 1


def stream(count, seed, kind):
    chance = random.Random(seed)
    middles = [f"GET /{chance.randrange(10**8)} {status}" for status in (200, 404) for _ in range(20)]
    for number in range(count):
        # Durations that never repeat: whoever keeps them all, in a list or in a set, is seen.
        yield kind(f"2026-11-22T09:00:00Z 203.0.113.{number % 250} {middles[number % 40]} 0.{number:06}")


def memory(count, seed):
    Line.alive = Line.most = 0
    found = report.report(stream(count, seed, Line))
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    report.report(stream(20_000, seed, str))
    peak = tracemalloc.get_traced_memory()[1] - before
    tracemalloc.stop()
    return {"counted": sum(found["classes"].values()), "most_alive": Line.most, "peak_kb": peak // 1024}


def from_broken_source(lines, kind):
    def broken():
        yield from lines
        raise getattr(builtins, kind)("the source broke")

    try:
        report.report(broken())
    except BaseException as problem:
        return type(problem).__name__
    return None
