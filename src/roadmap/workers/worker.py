"""A worker: takes tickets from the broker, and for each runs the submission whose turn it is."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from threading import Event, Thread
from typing import Any

from celery import Celery, signals
from celery.worker import state as celery_state
from sqlalchemy.orm import Session, sessionmaker

from roadmap.catalogue import Catalogue
from roadmap.learning import Figures, Trail
from roadmap.learning.grader import Grader
from roadmap.learning.keeper import Keeper
from roadmap.learning.lock import DispatchLock
from roadmap.runner.runner import Runner
from roadmap.runner.verdict import Verdict
from roadmap.settings import Settings
from roadmap.storage import StorageUnavailable
from roadmap.workers.broadcast import Broadcast
from roadmap.workers.broker import OBSERVE, WORK
from roadmap.workers.front import tickets_for
from roadmap.workers.wire import OTHER_VERSION, job_from_json

log = logging.getLogger(__name__)

EXIT_UNFIT = 3
"""The exit status of a worker whose sandbox does not hold, or does not work."""

UNFIT = "The machine that was to run this took itself out. Nothing of this counts against you; please try again."
DEAF_SECONDS = 60.0
"""A worker that is idle and is given none of the broker's tickets for this long has lost it without knowing."""


class WorkerProblem(Exception):
    """A worker that cannot begin; the message says why and how to mend it."""


class Worker:
    """One for each process, and one process for each `data` folder: what a dead one has left, the next one puts back.

    It runs `slots` programs at the same time, in threads, over one supervisor. Everything that it knows of submissions
    is in the database; from the broker it learns only that something waits.
    """

    def __init__(
        self,
        settings: Settings,
        app: Celery,
        sessions: sessionmaker[Session],
        runner: Runner,
        catalogue: Catalogue,
        canary: Callable[[], str | None],
        *,
        slots: int,
        figures: Figures | None = None,
        poll_seconds: float = 2.0,
        grace_seconds: float = 10.0,
        deaf_seconds: float = DEAF_SECONDS,
    ) -> None:
        """:param canary: proves that the sandbox works and holds; what it returns is the problem.
        :param figures: where its runs and verdicts are counted.
        :param grace_seconds: so long what runs may go on when the worker is told to stop; then it is given back.
        """
        self._settings = settings
        self._app = app
        self._runner = runner
        self._canary = canary
        self._slots = slots
        self._poll_seconds = poll_seconds
        self._grace_seconds = grace_seconds
        self._lock = DispatchLock(settings.data)
        self._broadcast = Broadcast(app)
        self._grader = Grader(
            sessions,
            runner,
            catalogue,
            self._broadcast,
            Trail(catalogue, figures or Figures()),
            unfit=self._is_unfit,
            poll_seconds=poll_seconds,
        )
        self._keeper = Keeper(sessions, lease_seconds=settings.runner_lease, look_seconds=poll_seconds)
        self._tickets = tickets_for(app, sessions)
        self._deaf_seconds = deaf_seconds
        self._heard = time.monotonic()
        self._ending = Event()
        self._done = Event()
        self._unfit: str | None = None
        self._celery: Any = None
        app.task(self._work, name=WORK)
        # Whoever asked does not wait for a second attempt.
        app.task(self._observe, name=OBSERVE, acks_late=False)

    def run(self) -> int:
        """Work until told to stop (SIGTERM, SIGINT) or unfit to go on; returns the exit status.

        :raises WorkerProblem: another process works for this data folder.
        """
        if not self._lock.acquire():
            raise WorkerProblem(
                f"another worker, or a site with roadmap.runner = local, uses {self._settings.data}: "
                "give each worker a folder of its own (roadmap.data, or ROADMAP_DATA)"
            )
        try:
            return self._run()
        finally:
            self._done.set()
            self._tickets.close()
            self._broadcast.close()
            self._lock.release()

    def _run(self) -> int:
        problem = self._canary()
        if problem is not None:
            log.error("this worker takes no work: %s", problem)
            return EXIT_UNFIT
        name = self._grader.identity = self._lock.identity
        threads = [
            Thread(target=self._keep, name="roadmap-keeper", daemon=True),
            Thread(target=self._listen_to_canary, name="roadmap-canary", daemon=True),
            Thread(target=self._see_to_the_end, name="roadmap-end", daemon=True),
        ]
        signals.worker_shutting_down.connect(self._shutting_down, weak=False)
        signals.setup_logging.connect(_leave_logging_alone, weak=False)
        celery_state.should_stop = None
        for thread in threads:
            thread.start()
        self._celery = self._app.Worker(
            pool="threads",
            concurrency=self._slots,
            hostname=f"roadmap@{name}",
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=True,
            quiet=True,
        )
        log.info("worker %s: %d slots", name, self._slots)
        self._celery.start()
        self._broadcast.say({"kind": "left", "name": name})
        return EXIT_UNFIT if self._unfit else int(self._celery.exitcode or 0)

    # What tickets make it do, in Celery's threads.

    def _work(self) -> None:
        self._heard = time.monotonic()
        try:
            if self._unfit is None:
                self._grader.work_once()
        except StorageUnavailable as error:
            # The ticket is spent; the keeper sees that one is missing.
            log.error("a submission waits: %s", error)

    def _observe(self, reply: str, job: Mapping[str, Any]) -> None:
        self._heard = time.monotonic()
        verdict = self._observed(job)
        self._broadcast.answer({"kind": "reply", "reply": reply, "verdict": verdict.to_dict()})

    def _observed(self, told: Mapping[str, Any]) -> Verdict:
        # Celery lets what it has taken before it was told to stop begin all the same.
        if self._unfit is not None:
            return Verdict.unavailable(UNFIT)
        try:
            job = job_from_json(told)
        except (TypeError, ValueError, AttributeError):
            log.exception("a job that this worker cannot read")
            return Verdict.unavailable(OTHER_VERSION)
        return self._runner.execute(job)

    # What it does by itself.

    def _keep(self) -> None:
        while True:
            self._broadcast.say({"kind": "worker", "name": self._lock.identity, "slots": self._slots})
            try:
                self._grader.beat()
                self._keeper.recover(self._lock.identity, self._grader.leases)
                if not self._tickets.top_up() or self._grader.leases or self._reconnects():
                    self._heard = time.monotonic()
                elif time.monotonic() - self._heard > self._deaf_seconds:
                    self._retire("the broker holds tickets and gives it none")
            except StorageUnavailable as error:
                log.error("the queue is not looked after: %s", error)
            except Exception:
                log.exception("the queue is not looked after")
            if self._done.wait(self._poll_seconds):
                return

    def _reconnects(self) -> bool:
        """Whether Celery knows that its broker is away. It pauses for up to 30 seconds between two attempts."""
        return self._celery is None or self._celery.consumer.connection is None

    def _listen_to_canary(self) -> None:
        while not self._done.wait(self._settings.worker_canary):
            problem = self._canary()
            # Twice, since a machine that is short of something for a moment is not unfit.
            if problem is not None and not self._done.wait(self._poll_seconds) and self._canary() is not None:
                self._retire(problem)
                return

    def _is_unfit(self) -> bool:
        if self._unfit is None and (problem := self._canary()) is not None:
            self._retire(problem)
        return self._unfit is not None

    def _retire(self, problem: str) -> None:
        """Take no ticket any more, and end with what runs."""
        if self._unfit is None:
            self._unfit = problem
            log.error("this worker takes itself out: %s", problem)
            self._grader.stop()
            celery_state.should_stop = EXIT_UNFIT
            self._ending.set()

    def _shutting_down(self, **_: Any) -> None:
        # In a signal's handler, amid whatever Celery's thread was doing: nothing that could wait for a lock of its own.
        self._ending.set()

    def _see_to_the_end(self) -> None:
        self._ending.wait()
        self._grader.stop()
        if self._celery is not None:
            # Neither a signal nor a flag ends Celery's wait for the broker, which may last ten seconds.
            self._celery.hub.call_soon(lambda: None)
        if not self._done.wait(self._grace_seconds):
            self._grader.abandon()


def _leave_logging_alone(**_: Any) -> None:
    """Whoever listens to this signal sets it up; the .ini file has."""
