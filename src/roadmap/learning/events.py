"""What happens while a program runs, kept for those who watch: in memory, bounded, replayed to whoever comes late."""

from __future__ import annotations

import json
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Condition
from typing import Any

RUNS = 256
EVENTS = 1_000
CHARACTERS = 256 * 1024


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """One thing that a visitor sees as it happens.

    `queued` carries `{"place": int, "seconds": float | None}`, `started` nothing, `output` `{"stream", "text"}`,
    `check` a `CheckResult` as a dict, `finished` `{"state": "finished" | "cancelled", "verdict": dict | None}`, with
    `"superseded_by"` where a newer submission took its place, and `ping`, sent where nothing else has been for a while,
    nothing. `number` grows by one; it is 0 for `queued` and `ping`, which are not replayed.
    """

    number: int
    kind: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Look:
    """What the database says of a submission: its state, its place while it is queued, and what became of it."""

    state: str
    place: int = 0
    seconds: float | None = None
    """Until it begins, as far as that has been measured."""
    verdict: Mapping[str, Any] | None = None
    superseded_by: str | None = None


@dataclass
class _Run:
    before: int = 0
    """How many events earlier attempts had: numbers never start again."""
    events: list[StoredEvent] = field(default_factory=list)
    characters: int = 0
    ended: bool = False

    @property
    def last(self) -> int:
        return self.before + len(self.events)


class EventLog:
    """The events of recent runs of this process.

    What does not fit is left out: all of it stands in the verdict as well. After a restart, or in a process that does
    not run programs, there are none, and watchers see the states in the database only.
    """

    def __init__(self) -> None:
        self._runs: OrderedDict[str, _Run] = OrderedDict()
        self._changed = Condition()

    def begin(self, submission: str) -> None:
        """Forget what an earlier attempt has shown."""
        with self._changed:
            earlier = self._runs.pop(submission, None)
            self._runs[submission] = _Run(earlier.last if earlier else 0)
            while len(self._runs) > RUNS:
                self._runs.popitem(last=False)
            self._changed.notify_all()

    def add(self, submission: str, kind: str, data: Mapping[str, Any]) -> None:
        size = len(json.dumps(data, default=str))
        with self._changed:
            run = self._runs.get(submission)
            if run is None or len(run.events) >= EVENTS or run.characters + size > CHARACTERS:
                return
            run.characters += size
            run.events.append(StoredEvent(run.last + 1, kind, dict(data)))
            self._changed.notify_all()

    def end(self, submission: str) -> None:
        """Say that the state in the database has changed for good."""
        with self._changed:
            if submission in self._runs:
                self._runs[submission].ended = True
            self._changed.notify_all()

    def since(self, submission: str, number: int) -> list[StoredEvent]:
        with self._changed:
            run = self._runs.get(submission)
            return run.events[max(0, number - run.before) :] if run else []

    def has_ended(self, submission: str) -> bool:
        with self._changed:
            run = self._runs.get(submission)
            return run is not None and run.ended

    def wait(self, submission: str, number: int, seconds: float) -> None:
        """Until there is an event after `number`, or the end, but at most for `seconds`."""

        def news() -> bool:
            run = self._runs.get(submission)
            return run is not None and (run.ended or run.last > number)

        with self._changed:
            self._changed.wait_for(news, seconds)


class Watch:
    """Follows one submission to its end. `look` reads its state from the database."""

    def __init__(
        self,
        log: EventLog,
        submission: str,
        look: Callable[[], Look],
        *,
        after: int = 0,
        look_seconds: float = 0.5,
        ping_seconds: float = 15.0,
        patience_seconds: float = 900.0,
    ) -> None:
        self._log = log
        self._submission = submission
        self._look = look
        self._seen = after
        self._look_seconds = look_seconds
        self._ping_seconds = ping_seconds
        self._end = time.monotonic() + patience_seconds
        self._spoke = time.monotonic()
        self._place = 0
        self._ready: list[StoredEvent] = []
        self._looked = 0.0
        self._done = False

    def __iter__(self) -> Watch:
        return self

    def __next__(self) -> StoredEvent:
        while not self._ready:
            if self._done or time.monotonic() > self._end:
                raise StopIteration
            self._gather()
        self._spoke = time.monotonic()
        return self._ready.pop(0)

    def _gather(self) -> None:
        ended = self._log.has_ended(self._submission)
        due = time.monotonic() - self._looked >= self._look_seconds
        looked = self._look() if ended or due else None
        # Read after the state: what was added before the end is then in it.
        self._ready = self._log.since(self._submission, self._seen)
        if self._ready:
            self._seen = self._ready[-1].number
        if looked is not None:
            self._looked = time.monotonic()
            self._report(looked)
        if not self._ready:
            if time.monotonic() - self._spoke > self._ping_seconds:
                self._ready = [StoredEvent(0, "ping")]
            elif ended:
                # The log says so and the database does not yet: do not ask it in a circle.
                time.sleep(self._look_seconds)
            else:
                self._log.wait(self._submission, self._seen, self._look_seconds)

    def _report(self, now: Look) -> None:
        if now.state in ("finished", "cancelled"):
            data = {"state": now.state, "verdict": now.verdict}
            if now.superseded_by is not None:
                data["superseded_by"] = now.superseded_by
            self._ready.append(StoredEvent(self._seen + 1, "finished", data))
            self._done = True
        elif now.state == "queued" and now.place != self._place:
            self._place = now.place
            self._ready.append(StoredEvent(0, "queued", {"place": now.place, "seconds": now.seconds}))
