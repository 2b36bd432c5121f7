"""What the processes below this one use, as the kernel counts it."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.verdict.exercise import Exercise
from benchmarks.verdict.figures import markdown
from roadmap.runner.local import LocalRunner
from roadmap.runner.runner import Event
from roadmap.runner.runtimes import JUDGE, path_of

_REST = 1.0
"""Seconds in which what stands ready comes to rest: it copies memory."""


@dataclass(frozen=True, slots=True)
class Memory:
    """Of several processes, in MB. A page that n of them share counts n times as resident, and once as proportional."""

    resident: float = 0.0
    proportional: float = 0.0

    def __add__(self, other: Memory) -> Memory:
        return Memory(self.resident + other.resident, self.proportional + other.proportional)

    def __sub__(self, other: Memory) -> Memory:
        return Memory(self.resident - other.resident, self.proportional - other.proportional)


@dataclass(frozen=True, slots=True)
class Use:
    """Of one exercise: its warm process and that of the judge, with what waits below them, and what a run adds."""

    exercise: str
    warm: Memory
    judge: Memory
    run: Memory


def use(runner: LocalRunner, exercise: Exercise, root: Path) -> Use:
    """`runner` must have graded the exercise before, and be idle. A run is looked at in the middle of its checks.

    What stands ready becomes the run, so that a run adds little: the same stands ready anew after it.
    """
    runner.settle()
    time.sleep(_REST)
    tops = [_sandbox_of(path_of(runtime, root)) for runtime in (exercise.runtime, JUDGE)]
    warm, judge = (_total(top) for top in tops)
    during: list[Memory] = []

    def look(event: Event) -> None:
        if event.kind == "check":
            during.append(_total(*tops) if len(during) == len(exercise.checks) // 2 else Memory())

    runner.execute(exercise.job(), look)
    return Use(exercise.name, warm, judge, max(during, key=lambda memory: memory.resident) - warm - judge)


def table(uses: list[Use]) -> str:
    """In Markdown: resident / proportional."""
    rows = [
        [each.exercise, *(f"{use.resident:.0f} / {use.proportional:.0f}" for use in (each.warm, each.judge, each.run))]
        for each in uses
    ]
    return markdown(("MB, resident / proportional", "warm process", "judge", "a run adds"), rows)


def _sandbox_of(runtime: Path) -> int:
    """The bubblewrap, a child of ours, that shows `runtime` to a warm process."""
    for pid in _children(os.getpid()):
        command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        if Path(f"/proc/{pid}/comm").read_text() == "bwrap\n" and str(runtime).encode() in command:
            return pid
    raise LookupError(f"no warm process of {runtime} is running")


def _total(*tops: int) -> Memory:
    """They stand still meanwhile: a run is over sooner than all of it is read."""
    pids = [pid for top in tops for pid in _below(top)]
    _signal(pids, signal.SIGSTOP)
    try:
        return sum(map(_memory, pids), Memory())
    finally:
        _signal(pids, signal.SIGCONT)


def _signal(pids: list[int], number: signal.Signals) -> None:
    for pid in pids:
        with contextlib.suppress(OSError):
            os.kill(pid, number)


def _below(pid: int) -> Iterator[int]:
    """`pid` and all its descendants."""
    yield pid
    for child in _children(pid):
        yield from _below(child)


def _children(pid: int) -> list[int]:
    found = []
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += [int(child) for child in (task / "children").read_text().split()]
    return found


def _memory(pid: int) -> Memory:
    """Nothing for a process that has just ended, or that only root may look into: the init of a run."""
    try:
        rolled = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return Memory()
    kb = {line.partition(":")[0]: int(line.split()[1]) for line in rolled.splitlines()[1:]}
    return Memory(kb["Rss"] / 1024, kb["Pss"] / 1024)
