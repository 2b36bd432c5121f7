"""Works off the queue: claims a submission, has it run, stores its one verdict. The same on every machine."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from threading import Event
from typing import Any, Protocol

from sqlalchemy.orm import Session, sessionmaker

from roadmap.catalogue import Catalogue
from roadmap.learning import queue
from roadmap.learning.jobs import NotRunnable, check_job, run_job
from roadmap.learning.queue import Claim
from roadmap.learning.trail import Trail
from roadmap.runner.job import Job
from roadmap.runner.runner import Event as RunEvent
from roadmap.runner.runner import Runner
from roadmap.runner.verdict import State, Verdict
from roadmap.storage import StorageUnavailable, reading

log = logging.getLogger(__name__)

FAULT = "Something on our side broke while this program ran. That does not count against you; please send it again."


class Events(Protocol):
    """Where what happens during a run is shown: `EventLog` here, or a channel to the machines that serve pages."""

    def begin(self, submission: str) -> None: ...

    def add(self, submission: str, kind: str, data: Mapping[str, Any]) -> None: ...

    def end(self, submission: str) -> None: ...


class _Held:
    """A claim that somebody is busy with, and whether they still should be."""

    def __init__(self, claim: Claim, still_held: Callable[[Claim], bool], check_seconds: float = 1.0) -> None:
        self.claim = claim
        self.interrupted = Event()
        self.could_not_run = False
        self._still_held = still_held
        self._check_seconds = check_seconds
        self._checked = time.monotonic()

    def cancelled(self) -> bool:
        if not self.interrupted.is_set() and time.monotonic() - self._checked > self._check_seconds:
            self._checked = time.monotonic()
            if not self._still_held(self.claim):
                self.interrupted.set()
        return self.interrupted.is_set()


class Grader:
    """Safe to call from several threads, each of which runs one submission at a time.

    A verdict is stored only by whoever still holds the lease, so there is never more than one.
    """

    def __init__(
        self,
        sessions: sessionmaker[Session],
        runner: Runner,
        catalogue: Catalogue,
        events: Events,
        trail: Trail,
        *,
        unfit: Callable[[], bool] = lambda: False,
        poll_seconds: float = 2.0,
    ) -> None:
        """:param unfit: asked when something could not be run: whether this machine is to blame. Then the submission
        goes back to the queue, since others may be able to run it.
        """
        self.identity = ""
        """The name under which claims are made; to be set before the first one."""
        self._sessions = sessions
        self._runner = runner
        self._catalogue = catalogue
        self._events = events
        self._trail = trail
        self._unfit = unfit
        self._poll_seconds = poll_seconds
        self._stopping = Event()
        self._abandoning = Event()
        self._held: dict[str, _Held | None] = {}
        """By lease; None from just before a claim is made until it is known."""

    @property
    def leases(self) -> Collection[str]:
        """What is being worked on: the live collection."""
        return self._held.keys()

    def resume(self) -> None:
        self._stopping.clear()
        self._abandoning.clear()

    def stop(self) -> None:
        """Claim nothing any more. What runs may end."""
        self._stopping.set()

    def abandon(self) -> None:
        """Interrupt what runs, and give it back to the queue."""
        self._stopping.set()
        self._abandoning.set()
        for held in list(self._held.values()):
            if held is not None:
                held.interrupted.set()

    def interrupt(self, submission: str) -> None:
        """Stop a run whose verdict nobody wants any more."""
        for held in list(self._held.values()):
            if held is not None and held.claim.id == submission:
                held.interrupted.set()

    def beat(self) -> None:
        """Show that what is held here is being worked on.

        :raises StorageUnavailable: it could not be shown.
        """
        leases = list(self._held)
        if leases:
            with self._sessions.begin() as db:
                queue.beat(db, leases)

    def work_once(self) -> bool:
        """Run the submission whose turn it is; False if none waits.

        :raises StorageUnavailable: none could be claimed.
        """
        with reading(self._sessions) as db:
            if self._stopping.is_set() or queue.is_empty(db):
                return False
        lease = queue.new_lease()
        # Before the claim is made: the keeper must never find a claim that nobody seems to hold.
        self._held[lease] = None
        try:
            with self._sessions.begin() as db:
                claim = queue.claim(db, self.identity, lease)
            if claim is None:
                return False
            held = self._held[lease] = _Held(claim, self._still_held)
            if self._abandoning.is_set():
                # `abandon` may have come before this claim was there to be interrupted.
                held.interrupted.set()
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
        if held.could_not_run and self._unfit():
            self._store(lambda db: queue.hand_on(db, claim, verdict))
        else:
            self._finish(claim, verdict, seconds)
        self._events.end(claim.id)

    def _finish(self, claim: Claim, verdict: Verdict, seconds: float) -> None:
        self._trail.judged(claim, verdict, seconds)
        if self._store(lambda db: queue.finish(db, claim, verdict, seconds)):
            self._trail.stored(claim, verdict, seconds)
        else:
            self._trail.dropped(claim)

    def _verdict(self, held: _Held) -> Verdict:
        try:
            job = self._job(held.claim)
        except NotRunnable as error:
            return Verdict.unavailable(str(error))
        verdict = self._execute(job, held)
        # Our own fault is tried once more, unless it is known to last.
        if verdict.state is State.UNAVAILABLE and not held.interrupted.is_set() and not self._runner.problem():
            verdict = self._execute(job, held)
        held.could_not_run = verdict.state is State.UNAVAILABLE and not held.interrupted.is_set()
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
