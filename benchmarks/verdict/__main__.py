"""How long a visitor waits for a verdict: seven honest programs, each graded by four contestants that take turns.

- `warm verdict`: the runner, as the site uses it;
- `fresh pytest`: a new `python -m pytest` of the same checks inside bubblewrap for every submission, as it comes;
- `stripped pytest`: the same with all left out that can be, and everything compiled beforehand;
- `warm, no walls`: the same checks forked from a process that has everything imported, without any sandbox.

Ends with 1 if a bound does not hold, and names it.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from contextlib import ExitStack, closing
from dataclasses import asdict
from pathlib import Path
from statistics import median

from benchmarks.verdict import memory
from benchmarks.verdict.contestants import Contestant, Forked, Fresh, Stripped, Warm, stage
from benchmarks.verdict.exercise import Exercise, load, names
from benchmarks.verdict.figures import Figures, Times, markdown, table
from benchmarks.verdict.throughput import verdicts_per_second
from roadmap.runner import Runner, Unavailable, open_runner, runtimes

_BUSY = ("flask", "sqlalchemy")
_SLOTS = (2, 4)
_RATIOS = ("of_fresh", "of_stripped", "of_forked")


def main() -> int:
    arguments = _arguments()
    root = runtimes.default_root()
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as stack:
        Path(scratch).chmod(0o755)
        exercises = [load(name, Path(scratch)) for name in arguments.only or names()]
        _build(exercises, root)
        runner = open_runner(
            {exercise.runtime.name: exercise.runtime for exercise in exercises}, data=Path(scratch), slots=max(_SLOTS)
        )
        if isinstance(runner, Unavailable):
            print(runner.problem(), file=sys.stderr)
            return 1
        stack.enter_context(closing(runner))
        figures = [_race(runner, exercise, Path(scratch), root, arguments.rounds) for exercise in exercises]
        uses = [memory.use(runner, exercise, root) for exercise in exercises]
        rates = {
            exercise.name: [
                round(verdicts_per_second(runner, exercise, slots, arguments.seconds), 1) for slots in _SLOTS
            ]
            for exercise in exercises
            if exercise.name in _BUSY
        }
    broken = [bound for each in figures for bound in each.broken()]
    if arguments.json:
        found = [{**asdict(each), **{name: getattr(each, name) for name in _RATIOS}} for each in figures]
        told = {"verdicts": found, "memory_mb": [asdict(each) for each in uses], "verdicts_per_second": rates}
        print(json.dumps({"rounds": arguments.rounds, **told, "broken": broken}, indent=1))
    else:
        print(f"{arguments.rounds} rounds, milliseconds, median / 95 %\n\n{table(figures)}\n\n{memory.table(uses)}\n")
        if rates:
            heads = ("verdicts in a second", *(f"{slots} at once" for slots in _SLOTS))
            print(markdown(heads, [[name, *map(str, each)] for name, each in rates.items()]))
        print("\n".join(["", *broken] if broken else ["", "Every bound holds."]))
    return int(bool(broken))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0], prog="python -m benchmarks.verdict")
    parser.add_argument("--rounds", type=int, default=20, help="of each exercise")
    parser.add_argument("--seconds", type=float, default=5, help="for each measurement of throughput")
    parser.add_argument("--only", action="append", choices=names(), help="may be given several times")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def _build(exercises: list[Exercise], root: Path) -> None:
    for runtime in (runtimes.JUDGE, *(each for one in exercises for each in (one.runtime, one.baseline))):
        runtimes.build(runtime, root, on_line=lambda line: print(line, file=sys.stderr))


def _race(runner: Runner, exercise: Exercise, scratch: Path, root: Path, rounds: int) -> Figures:
    folder, python = scratch / exercise.name, runtimes.find(exercise.baseline, root)
    stage(exercise, folder, python)
    warm = Warm(runner, exercise)
    contestants: list[Contestant] = [
        warm,
        Fresh(exercise, python),
        Stripped(exercise, folder, python),
        Forked(exercise, folder, python),
    ]
    times: list[list[float]] = [[] for _ in contestants]
    for contestant in contestants:
        contestant.once()  # nobody's first time counts
    warm.phases.clear()
    for _ in range(rounds):
        for contestant, own in zip(contestants, times, strict=True):
            began = time.perf_counter()
            contestant.once()
            own.append(time.perf_counter() - began)
    for contestant in contestants:
        contestant.close()
    phases = [round(median(phase) * 1000, 1) for phase in zip(*warm.phases, strict=True)]
    print(f"{exercise.name}: measured", file=sys.stderr)
    return Figures(exercise.name, *map(Times.of, times), *phases)


if __name__ == "__main__":
    sys.exit(main())
