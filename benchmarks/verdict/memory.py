"""What the processes below this one use, as the kernel counts it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.verdict.exercise import Exercise
from roadmap.runner import Runner
from roadmap.runner.runner import Event
from roadmap.runner.runtimes import JUDGE, path_of


@dataclass(frozen=True, slots=True)
class Memory:
    """In MB. A page that n processes share counts 1/n in each one's `proportional`, and not at all in `private`."""

    resident: float = 0.0
    proportional: float = 0.0
    private: float = 0.0

    def __add__(self, other: Memory) -> Memory:
        return Memory(
            self.resident + other.resident,
            self.proportional + other.proportional,
            self.private + other.private,
        )


@dataclass(frozen=True, slots=True)
class Use:
    """Of one exercise: its warm process, that of the judge, and all that a run adds to them."""

    exercise: str
    warm: Memory
    judge: Memory
    run: Memory


def use(runner: Runner, exercise: Exercise, root: Path) -> Use:
    """Measured in the middle of a run, when its last check but one has been told."""
    seen: list[Use] = []
    heard = 0

    def look(event: Event) -> None:
        nonlocal heard
        heard += event.kind == "check"
        if event.kind == "check" and heard == len(exercise.checks) - 1:
            warm = _warm_process(path_of(exercise.runtime, root))
            judge = _warm_process(path_of(JUDGE, root))
            below = [pid for top in (warm, judge) for pid in _below(top) if pid != top]
            total = sum((_memory(pid) for pid in below), Memory())
            seen.append(Use(exercise.name, _memory(warm), _memory(judge), total))

    runner.execute(exercise.job(), look)
    return seen[0]


def table(uses: list[Use]) -> str:
    """For people to read: resident / proportional / private."""
    lines = [f"{'MB':11}{'warm process':>22}{'judge':>22}{'a run':>22}"]
    for each in uses:
        cells = (
            f"{memory.resident:.0f} / {memory.proportional:.0f} / {memory.private:.0f}"
            for memory in (each.warm, each.judge, each.run)
        )
        lines.append(f"{each.exercise:11}" + "".join(f"{cell:>22}" for cell in cells))
    return "\n".join(lines)


def _warm_process(runtime: Path) -> int:
    """The Python process right below the bubblewrap that shows `runtime`."""
    for pid in _below(os.getpid()):
        with contextlib.suppress(OSError):
            if Path(f"/proc/{pid}/comm").read_text() == "bwrap\n":
                for child in _children(pid):
                    command = Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")
                    if command[0].endswith(b"/bin/python") and str(runtime).encode() in _arguments_of(pid):
                        return child
    raise LookupError(f"no warm process of {runtime} is running")


def _arguments_of(pid: int) -> list[bytes]:
    """Of a bubblewrap. Its inner half may have let go of them; its outer half, the parent, has the same."""
    return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")


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
    return Memory(kb["Rss"] / 1024, kb["Pss"] / 1024, (kb["Private_Clean"] + kb["Private_Dirty"]) / 1024)
