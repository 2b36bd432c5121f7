"""The contract that every place where jobs can run fulfils: this machine, or another that is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol, runtime_checkable

from roadmap.catalogue import Program
from roadmap.runner.job import Job
from roadmap.runner.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Event:
    """Something that a visitor sees as it happens.

    `output` carries `{"stream": "stdout" | "stderr", "text": str}`, `check` a `CheckResult` as a dict, `started` and
    `finished` nothing (the verdict is the return value of `execute`).
    """

    kind: Literal["started", "output", "check", "finished"]
    data: Mapping[str, Any] = field(default_factory=dict)


class EventSink(Protocol):
    def __call__(self, event: Event) -> None: ...


def ignore(event: Event) -> None:
    """An event sink for callers that only want the verdict."""


@dataclass(frozen=True, slots=True)
class Runtime:
    """An environment of its own in which learners' code runs, as a plugin declared it with `add_runtime`.

    `requirements` is a file of pinned requirements; `preload` are modules to import before the first fork; `warmup` is
    Python source, executed once after that, which does what a run will do, so that lazily imported parts are there.
    `programs` are those that the same plugin brought, beside the core's own.
    """

    name: str
    requirements: Path
    preload: tuple[str, ...] = ()
    warmup: str = ""
    plugin: str = ""
    programs: tuple[Program, ...] = ()


@dataclass(frozen=True, slots=True)
class WarmProcess:
    """What can be said of a warm process: whether it lives, its bytes, and how often it had to be started anew."""

    runtime: str
    up: bool
    memory_bytes: int
    restarts: int


class Runner(Protocol):
    """Where jobs run. Implementations are safe to call from several threads."""

    def execute(self, job: Job, on_event: EventSink = ignore, cancelled: Callable[[], bool] = lambda: False) -> Verdict:
        """Run `job` to its end and return the verdict; never raises for what the job does or for our own faults."""

    def problem(self) -> str | None:
        """One paragraph on why nothing can run here and how to mend it, or None if all walls stand."""

    def close(self) -> None:
        """End every warm process."""


@runtime_checkable
class KeepsWarm(Protocol):
    """A runner whose warm processes are on this machine, and can be looked at."""

    def warm_processes(self) -> tuple[WarmProcess, ...]:
        """Those that have been started so far. Cheap enough to be asked every few seconds."""


class Unavailable:
    """A runner that refuses: for `roadmap.runner = off`, and for machines whose walls do not stand."""

    def __init__(self, problem: str) -> None:
        self._problem = problem

    def execute(self, job: Job, on_event: EventSink = ignore, cancelled: Callable[[], bool] = lambda: False) -> Verdict:
        return Verdict.unavailable(self._problem, exercise=job.exercise, exercise_version=job.exercise_version)

    def problem(self) -> str | None:
        return self._problem

    def canary(self) -> str | None:
        return self._problem

    def close(self) -> None:
        pass
