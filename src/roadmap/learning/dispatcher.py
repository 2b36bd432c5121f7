"""Runs what is queued on this machine: threads that work off the queue, and one that sees to it that none is lost."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path
from threading import Condition, Event, Thread

from sqlalchemy.orm import Session, sessionmaker

from roadmap.catalogue import Catalogue
from roadmap.learning.events import EventLog
from roadmap.learning.figures import Figures
from roadmap.learning.grader import Grader
from roadmap.learning.keeper import Keeper
from roadmap.learning.lock import DispatchLock
from roadmap.learning.trail import Trail
from roadmap.runner.runner import Runner
from roadmap.storage import StorageUnavailable

log = logging.getLogger(__name__)

LEASE_SECONDS = 20.0
"""A submission whose holder shows no sign of life for this long is given to another."""


class Dispatcher:
    """`slots` threads that run submissions, and one that sees to it that none is lost.

    Of all processes with the same `data` folder one dispatches; the others stand by and take over when it dies. What it
    left running is put back into the queue first.
    """

    def __init__(
        self,
        sessions: sessionmaker[Session],
        runner: Runner,
        catalogue: Catalogue,
        *,
        data: Path,
        slots: int = 2,
        events: EventLog | None = None,
        trail: Trail | None = None,
        lease_seconds: float = LEASE_SECONDS,
        poll_seconds: float = 2.0,
    ) -> None:
        self._slots = slots
        self._events = events or EventLog()
        trail = trail or Trail(catalogue, Figures())
        self._grader = Grader(sessions, runner, catalogue, self._events, trail, poll_seconds=poll_seconds)
        self._keeper = Keeper(sessions, lease_seconds=lease_seconds, look_seconds=2 * poll_seconds)
        self._lock = DispatchLock(data)
        self._poll_seconds = poll_seconds
        self._woken = Condition()
        self._signals = 0
        self._stopping = Event()
        self._threads: list[Thread] = []

    @property
    def slots(self) -> int:
        return self._slots

    def start(self) -> None:
        """Begin; at once if no other process dispatches for this data folder. Does nothing if it has begun."""
        if self._threads:
            return
        self._stopping.clear()
        self._grader.resume()
        self._spawn("keeper", self._keep)

    def stop(self, timeout: float = 10.0) -> None:
        """Take nothing new, and let what runs end; after `timeout` seconds it goes back to the queue."""
        self._stopping.set()
        self._grader.stop()
        self.wake()
        self._join(timeout)
        self._grader.abandon()
        self._join(5.0)
        if any(thread.is_alive() for thread in self._threads):
            # Still held by a thread that may yet store a verdict: the lock goes when the process does.
            log.warning("a run does not end; it will be repeated after the next start")
            return
        self._threads.clear()
        self._lock.release()

    def wake(self) -> None:
        """Say that there is something new in the queue, so that nobody waits for the next look."""
        with self._woken:
            self._signals += 1
            self._woken.notify_all()

    def interrupt(self, submission: str) -> None:
        """Stop a run whose verdict nobody wants any more."""
        self._grader.interrupt(submission)
        self._events.end(submission)

    # The keeper: waits for the lock, recovers, starts the workers, and keeps an eye on what they hold.

    def _keep(self) -> None:
        while not self._safely(self._lock.acquire):
            if self._stopping.wait(self._poll_seconds):
                return
        self._grader.identity = self._lock.identity
        while not self._safely(self._recover):
            if self._stopping.wait(self._poll_seconds):
                return
        for number in range(self._slots):
            self._spawn(f"worker-{number + 1}", self._work)
        while not self._stopping.wait(2 * self._poll_seconds):
            self._safely(self._recover)

    def _recover(self) -> bool:
        self._grader.beat()
        if self._keeper.recover(self._lock.identity, self._grader.leases):
            self.wake()
        return True

    def _safely(self, step: Callable[[], bool]) -> bool:
        try:
            return step()
        except StorageUnavailable as error:
            log.error("dispatching waits: %s", error)
        except Exception:
            log.exception("dispatching waits")
        return False

    # The workers.

    def _work(self) -> None:
        while not self._stopping.is_set():
            signals = self._signals
            if not self._safely(self._grader.work_once):
                with self._woken:
                    self._woken.wait_for(lambda s=signals: self._signals != s, self._poll_seconds)  # type: ignore[misc]

    def _spawn(self, name: str, target: Callable[[], None]) -> None:
        thread = Thread(target=target, name=f"roadmap-{name}", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _join(self, timeout: float) -> None:
        end = time.monotonic() + timeout
        for thread in list(self._threads):
            thread.join(max(0.0, end - time.monotonic()))
