"""All that is learned of a run, on its way to becoming a verdict. The first reason to end is the one that counts."""

from __future__ import annotations

import signal
import time
from collections.abc import Mapping
from typing import Any

from roadmap.runner.job import Job
from roadmap.runner.score import Score
from roadmap.runner.text import Output, visible, visible_json
from roadmap.runner.verdict import CheckResult, Phases, State, Verdict

REDIS_MB = 192
"""What a run's redis-server may use."""


class Record:
    """Filled by `Run`; `state` is None until the run is over."""

    def __init__(self, job: Job, *, script: bool) -> None:
        self._job = job
        self._is_script = script
        self.state: State | None = None
        self.started_at: float | None = None
        self.output = Output(job.limits.output_kb * 1024)
        self.state_after = ""
        self._score = Score(job.checks)
        self._message = self._traceback = ""
        self._raised: dict[str, str] | None = None
        self._facts: Any = None
        self._memory = 0
        self._short_of_memory = False
        self._began = time.monotonic()

    @property
    def deadline(self) -> float:
        return self._began + self._job.limits.wall_seconds

    @property
    def _program(self) -> str:
        """Named by its kind: an exercise may have several processes, and one must know which is meant."""
        return f"The {self._job.program} program"

    def finish(self, state: State, message: str = "") -> None:
        if self.state is None:
            self.state, self._message = state, message

    def started(self) -> None:
        self.started_at = time.monotonic()

    def used(self, usage: Mapping[str, Any]) -> None:
        self._memory = max(self._memory, int(usage["memory"]))

    def printed(self, stream: str, data: bytes) -> str:
        """The text that is new."""
        text = self.output.add(stream, data)
        if self.output.truncated:
            allowed = self._job.limits.output_kb
            self.finish(State.OUTPUT_LIMIT, f"Stopped: it printed more than {allowed} KB, which is all that is kept.")
        return text

    # How it ends

    def out_of_time(self) -> None:
        limit = self._job.limits.wall_seconds
        late = "" if self.started_at is not None else f" {self._program} was not ready by then."
        self.finish(State.TIME_LIMIT, f"Stopped after {limit:g} s, which is all the time that there is.{late}")

    def hit_limit(self, party: str, limit: str) -> None:
        if party == "judge":
            self._score.interrupt("The answers of the program take more memory or time to read than there is.")
            self.finish(State.FAILED)
        elif limit == "cpu":
            self.finish(State.TIME_LIMIT, f"Stopped: it used {self._job.limits.cpu_seconds:g} s of processor time.")
        elif party == "redis":
            self.finish(State.MEMORY_LIMIT, f"Stopped: redis-server used more than {REDIS_MB} MB of memory.")
        else:
            allowed = self._job.limits.memory_mb
            self.finish(State.MEMORY_LIMIT, f"Stopped: it used more than {allowed} MB of memory.")

    def program_raised(self, told: Mapping[str, Any]) -> None:
        """Its last words. It is over when its process has ended."""
        self._raised = {key: str(told[key]) for key in ("type", "message", "place", "traceback")}

    def program_ended(self, code: int) -> None:
        """:param code: its exit status, or minus the signal."""
        if self._raised is not None:
            self._finish_raised(self._raised)
        elif code < 0:
            self.finish(State.CRASHED, f"The program was ended by signal {-code} ({_signal_name(-code)}).")
        elif self._is_script:
            self.finish(*((State.FAILED, f"The program ended with exit status {code}.") if code else (State.PASSED,)))
        elif self.started_at is None:
            self.finish(State.ERROR, f"{self._program} ended before it was ready (exit status {code}).")
        else:
            self.finish(State.CRASHED, f"The program ended while it was in use (exit status {code}).")

    def _finish_raised(self, told: Mapping[str, str]) -> None:
        kind, message, place = (visible(told[key], 500) for key in ("type", "message", "place"))
        self._traceback = visible(told["traceback"], 20_000)
        state = State.MEMORY_LIMIT if kind == "MemoryError" else State.ERROR
        self.finish(state, f"{kind}: {message}".rstrip(": ") + (f" ({place})" if place else ""))

    # What the judge says

    def check_begins(self, name: str) -> None:
        self._score.begin(name)

    def check_ends(self, told: Mapping[str, Any]) -> CheckResult | None:
        self._short_of_memory |= told.get("note") == "memory"
        return self._score.add(told)

    def observed(self, facts: Any) -> None:
        self._facts = visible_json(facts)

    def judged(self) -> list[str]:
        """The judge is done; the declared checks that it has not reported."""
        if self._job.kind != "check" or self._score.passed:
            self.finish(State.PASSED)
        elif not self._score.missing:
            self.finish(State.MEMORY_LIMIT if self._short_of_memory else State.FAILED)
        return self._score.missing

    def verdict(self) -> Verdict:
        assert self.state is not None  # noqa: S101
        now = time.monotonic()
        started = self.started_at or now
        if self.state in (State.CRASHED, State.TIME_LIMIT, State.MEMORY_LIMIT, State.OUTPUT_LIMIT):
            self._score.interrupt(f"{self._message} This happened during this check.")
        return Verdict(
            state=self.state,
            message=self._message,
            checks=self._score.results,
            output=self.output.text,
            output_truncated=self.output.truncated,
            traceback=self._traceback,
            phases=Phases(started=round(started - self._began, 4), ran=round(now - started, 4)),
            memory_mb=round(self._memory / 1024 / 1024, 1),
            facts=self._facts,
            state_after=self.state_after,
        )


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return "unknown"
