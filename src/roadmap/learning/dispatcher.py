"""Takes queued submissions from the database, gives them to the runner, and stores one verdict for each."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Condition, Event, Thread

from sqlalchemy.orm import Session, sessionmaker

from roadmap.catalogue import Catalogue
from roadmap.learning import queue
from roadmap.learning.events import EventLog
from roadmap.learning.figures import Figures
from roadmap.learning.jobs import NotRunnable, check_job, run_job
from roadmap.learning.lock import DispatchLock
from roadmap.learning.queue import Claim
from roadmap.learning.trail import Trail
from roadmap.runner.job import Job
from roadmap.runner.runner import Event as RunEvent
from roadmap.runner.runner import Runner
from roadmap.runner.verdict import State, Verdict
from roadmap.storage import StorageUnavailable, reading

log = logging.getLogger(__name__)

FAULT = "Something on our side broke while this program ran. That does not count against you; please send it again."


class _Held:
    """A claim that a worker is busy with, and whether it still should be."""

    def __init__(self, claim: Claim, still_held: Callable[[Claim], bool], check_seconds: float = 1.0) -> None:
        self.claim = claim
        self.interrupted = Event()
        self._still_held = still_held
        self._check_seconds = check_seconds
        self._checked = time.monotonic()

    def cancelled(self) -> bool:
        if not self.interrupted.is_set() and time.monotonic() - self._checked > self._check_seconds:
            self._checked = time.monotonic()
            if not self._still_held(self.claim):
                self.interrupted.set()
        return self.interrupted.is_set()


class Dispatcher:
    """`slots` threads that run submissions, and one that sees to it that none is lost.

    Of all processes with the same `data` folder one dispatches; the others stand by and take over when it dies. What it
    left running is put back into the queue first. A verdict is stored only by whoever still holds the lease, so there
    is never more than one.
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
        poll_seconds: float = 2.0,
    ) -> None:
        self._sessions = sessions
        self._runner = runner
        self._catalogue = catalogue
        self._lock = DispatchLock(data)
        self._slots = slots
        self._events = events or EventLog()
        self._trail = trail or Trail(catalogue, Figures())
        self._poll_seconds = poll_seconds
        self._woken = Condition()
        self._signals = 0
        self._stopping = Event()
        self._abandoning = Event()
        self._threads: list[Thread] = []
        self._held: dict[str, _Held | None] = {}
        """By lease; None from just before a claim is made until it is known."""

    def start(self) -> None:
        """Begin; at once if no other process dispatches for this data folder. Does nothing if it has begun."""
        if self._threads:
            return
        self._stopping.clear()
        self._abandoning.clear()
        self._spawn("keeper", self._keep)

    def stop(self, timeout: float = 10.0) -> None:
        """Take nothing new, and let what runs end; after `timeout` seconds it goes back to the queue."""
        self._stopping.set()
        self.wake()
        self._join(timeout)
        self._abandoning.set()
        for held in list(self._held.values()):
            if held is not None:
                held.interrupted.set()
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
        for held in list(self._held.values()):
            if held is not None and held.claim.id == submission:
                held.interrupted.set()
        self._events.end(submission)

    # The keeper: waits for the lock, recovers, starts the workers, and keeps an eye on what they hold.

    def _keep(self) -> None:
        while not self._safely(self._lock.acquire):
            if self._stopping.wait(self._poll_seconds):
                return
        while not self._safely(self._recover):
            if self._stopping.wait(self._poll_seconds):
                return
        for number in range(self._slots):
            self._spawn(f"worker-{number + 1}", self._work)
        while not self._stopping.wait(5 * self._poll_seconds):
            self._safely(self._recover)

    def _recover(self) -> bool:
        with self._sessions.begin() as db:
            recovered = queue.recover(db, self._lock.identity, self._held)
        for submission in recovered:
            log.warning("submission %s was running when its process or its worker died", submission)
        if recovered:
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
            if not self._safely(self._work_once):
                with self._woken:
                    self._woken.wait_for(lambda s=signals: self._signals != s, self._poll_seconds)  # type: ignore[misc]

    def _work_once(self) -> bool:
        """Run one submission; False if none waits."""
        with reading(self._sessions) as db:
            if queue.is_empty(db):
                return False
        lease = queue.new_lease()
        # Before the claim is made: the keeper must never find a claim that nobody seems to hold.
        self._held[lease] = None
        try:
            with self._sessions.begin() as db:
                claim = queue.claim(db, self._lock.identity, lease)
            if claim is None:
                return False
            held = self._held[lease] = _Held(claim, self._still_held)
            self._run(held)
        finally:
            del self._held[lease]
        return True

    def _run(self, held: _Held) -> None:
        claim = held.claim
        began = time.monotonic()
        self._events.begin(claim.id)
        self._trail.claimed(claim)
        verdict = self._verdict(held)
        seconds = time.monotonic() - began
        if self._abandoning.is_set() and held.interrupted.is_set():
            self._store(lambda db: queue.release(db, claim))
            return
        phases = replace(verdict.phases, queued=verdict.phases.queued + claim.queued_seconds)
        version = verdict.exercise_version or claim.exercise_version
        verdict = replace(queue.about(verdict, claim), phases=phases, exercise_version=version)
        self._trail.judged(claim, verdict, seconds)
        if self._store(lambda db: queue.finish(db, claim, verdict, seconds)):
            self._trail.stored(claim, verdict, seconds)
        else:
            self._trail.dropped(claim)
        self._events.end(claim.id)

    def _verdict(self, held: _Held) -> Verdict:
        try:
            job = self._job(held.claim)
        except NotRunnable as error:
            return Verdict.unavailable(str(error))
        verdict = self._execute(job, held)
        # Our own fault is tried once more, unless it is known to last.
        if verdict.state is State.UNAVAILABLE and not held.interrupted.is_set() and not self._runner.problem():
            verdict = self._execute(job, held)
        return verdict

    def _job(self, claim: Claim) -> Job:
        if claim.kind == "run":
            return run_job(claim.id, claim.files, claim.spec)
        return check_job(claim.id, claim.exercise, claim.files, self._catalogue)

    def _execute(self, job: Job, held: _Held) -> Verdict:
        def on_event(event: RunEvent) -> None:
            if event.kind == "started":
                self._trail.started(job.id)
            # Ours comes later: when the verdict is stored.
            if event.kind != "finished":
                self._events.add(job.id, event.kind, event.data)

        try:
            return self._runner.execute(job, on_event, held.cancelled)
        except Exception:
            log.exception("the runner broke its promise on submission %s", job.id)
            return Verdict.unavailable(FAULT)

    def _store(self, step: Callable[[Session], bool]) -> bool:
        """Do `step` in a transaction, again and again while the storage is unavailable: a verdict is worth waiting for.

        If the process is to stop before that, the submission is left running in the database, and run again later.
        """
        while True:
            try:
                with self._sessions.begin() as db:
                    return step(db)
            except StorageUnavailable as error:
                log.error("a verdict waits to be stored: %s", error)
                if self._stopping.wait(self._poll_seconds):
                    return False

    def _still_held(self, claim: Claim) -> bool:
        try:
            with reading(self._sessions) as db:
                return queue.is_held(db, claim)
        except StorageUnavailable:
            return True

    def _spawn(self, name: str, target: Callable[[], None]) -> None:
        thread = Thread(target=target, name=f"roadmap-{name}", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _join(self, timeout: float) -> None:
        end = time.monotonic() + timeout
        for thread in list(self._threads):
            thread.join(max(0.0, end - time.monotonic()))
