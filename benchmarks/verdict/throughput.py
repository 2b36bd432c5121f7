"""Verdicts in a second when several are wanted all the time."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

from benchmarks.verdict.exercise import Exercise
from roadmap.runner import State
from roadmap.runner.runner import Runner


def verdicts_per_second(runner: Runner, exercise: Exercise, slots: int, seconds: float) -> float:
    """With `slots` runs at once, for about `seconds`; `runner` must have as many slots.

    :raises AssertionError: a verdict is not `passed`.
    """
    began = time.perf_counter()

    def keep_asking(_: int) -> int:
        done = 0
        while time.perf_counter() - began < seconds:
            verdict = runner.execute(exercise.job())
            assert verdict.state is State.PASSED, verdict
            done += 1
        return done

    with ThreadPoolExecutor(slots) as pool:
        done = sum(pool.map(keep_asking, range(slots)))
    return done / (time.perf_counter() - began)
