"""All that is learned of a run, on its way to becoming a verdict. The first reason to end is the one that counts."""

from __future__ import annotations

import signal
import time
from collections.abc import Mapping, Sequence
from typing import Any

from roadmap.catalogue import Service
from roadmap.runner.job import Job
from roadmap.runner.plans import Cast
from roadmap.runner.score import Score
from roadmap.runner.text import Output, visible, visible_json
from roadmap.runner.verdict import CheckResult, Phases, State, Verdict


class Record:
    """Filled by `Run`; `state` is None until the run is over."""

    def __init__(self, job: Job, cast: Sequence[Cast], *, script: bool) -> None:
        self._job = job
        self._is_script = script
        self._kinds = {each.name: each.kind.name for each in cast}
        self._awaited = dict.fromkeys(self._kinds)
        """Programs that are not up, in their order."""
        self.state: State | None = None
        self.started_at: float | None = None
        self.output = Output(job.limits.output_kb * 1024, labels=len(cast) > 1)
        self.state_after = ""
        self._score = Score(job.checks)
        self._message = self._traceback = ""
        self._raised: dict[str, dict[str, str]] = {}
        self._facts: Any = None
        self._memory: dict[str, int] = {}
        self._short_of_memory = False
        self._began = time.monotonic()

    @property
    def deadline(self) -> float:
        return self._began + self._job.limits.wall_seconds

    def _the(self, name: str, *, kind: bool = False) -> str:
        """How a sentence about a program begins: where there are several, one must know which is meant."""
        if len(self._kinds) == 1:
            return f"The {self._kinds[name]} program" if kind else "The program"
        return f"The program {name} ({self._kinds[name]})" if kind else f"The program {name}"

    def finish(self, state: State, message: str = "") -> None:
        if self.state is None:
            self.state, self._message = state, message

    def started(self) -> None:
        self.started_at = self.started_at or time.monotonic()

    def program_is_up(self, name: str) -> None:
        self._awaited.pop(name, None)
        if not self._awaited:
            self.started()

    def program_starts_again(self, name: str) -> None:
        self._awaited[name] = None
        self._raised.pop(name, None)

    def used(self, name: str, usage: Mapping[str, Any]) -> None:
        self._memory[name] = max(self._memory.get(name, 0), int(usage["memory"]))

    def printed(self, program: str, stream: str, data: bytes) -> str:
        """The text that is new."""
        text = self.output.add(program, stream, data)
        if self.output.truncated:
            allowed = self._job.limits.output_kb
            self.finish(State.OUTPUT_LIMIT, f"Stopped: it printed more than {allowed} KB, which is all that is kept.")
        return text

    # How it ends

    def out_of_time(self) -> None:
        limit = self._job.limits.wall_seconds
        late = "".join(f" {self._the(name, kind=True)} was not ready by then." for name in self._awaited)
        self.finish(State.TIME_LIMIT, f"Stopped after {limit:g} s, which is all the time that there is.{late}")

    def judge_hit_limit(self) -> None:
        self._score.interrupt("The answers of the program take more memory or time to read than there is.")
        self.finish(State.FAILED)

    def service_hit_limit(self, service: Service, limit: str) -> None:
        if limit == "cpu":
            self.finish(State.TIME_LIMIT, f"Stopped: {service.server} used all the processor time that it has.")
        else:
            self.finish(
                State.MEMORY_LIMIT, f"Stopped: {service.server} used more than {service.memory_mb} MB of memory."
            )

    def program_hit_limit(self, name: str, limit: str) -> None:
        it = "it" if len(self._kinds) == 1 else f"the program {name}"
        if limit == "cpu":
            allowed = self._job.limits.cpu_seconds
            self.finish(State.TIME_LIMIT, f"Stopped: {it} used {allowed:g} s of processor time.")
        else:
            self.finish(State.MEMORY_LIMIT, f"Stopped: {it} used more than {self._job.limits.memory_mb} MB of memory.")

    def babbled(self, name: str) -> None:
        self.finish(State.ERROR, f"{self._the(name)} did not start as a program should.")

    def program_raised(self, name: str, told: Mapping[str, Any]) -> None:
        """Its last words. It is over when its process has ended."""
        self._raised[name] = {key: str(told[key]) for key in ("type", "message", "place", "traceback")}

    def program_ended(self, name: str, code: int) -> None:
        """:param code: its exit status, or minus the signal."""
        if name in self._raised:
            self._finish_raised(name, self._raised[name])
        elif code < 0:
            signal = f"signal {-code} ({_signal_name(-code)})"
            self.finish(State.CRASHED, f"{self._the(name)} was ended by {signal}.")
        elif self._is_script:
            self.finish(*((State.FAILED, f"The program ended with exit status {code}.") if code else (State.PASSED,)))
        elif name in self._awaited:
            words = f"{self._the(name, kind=True)} ended before it was ready (exit status {code})."
            self.finish(State.ERROR, words)
        else:
            self.finish(State.CRASHED, f"{self._the(name)} ended while it was in use (exit status {code}).")

    def _finish_raised(self, name: str, told: Mapping[str, str]) -> None:
        kind, message, place = (visible(told[key], 500) for key in ("type", "message", "place"))
        self._traceback = visible(told["traceback"], 20_000)
        state = State.MEMORY_LIMIT if kind == "MemoryError" else State.ERROR
        words = f"{kind}: {message}".rstrip(": ") + (f" ({place})" if place else "")
        self.finish(state, words if len(self._kinds) == 1 else f"{self._the(name)} raised {words}")

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
        stopped = (State.ERROR, State.CRASHED, State.TIME_LIMIT, State.MEMORY_LIMIT, State.OUTPUT_LIMIT)
        if self.state in stopped:
            self._score.interrupt(f"{self._message} This happened during this check.")
        return Verdict(
            state=self.state,
            message=self._message,
            checks=self._score.results,
            output=self.output.text,
            output_truncated=self.output.truncated,
            traceback=self._traceback,
            phases=Phases(started=round(started - self._began, 4), ran=round(now - started, 4)),
            memory_mb=round(sum(self._memory.values()) / 1024 / 1024, 1),
            facts=self._facts,
            state_after=self.state_after,
        )


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return "unknown"
