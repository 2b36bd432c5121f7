"""The runner of a process that serves pages: it asks a worker, and waits for the verdict."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable
from concurrent.futures import TimeoutError as Late

from celery import Celery

from roadmap.runner.job import Job
from roadmap.runner.runner import EventSink, ignore
from roadmap.runner.verdict import Verdict
from roadmap.workers.broker import OBSERVE, connected, errors
from roadmap.workers.listener import ABSENT_SECONDS, Listener
from roadmap.workers.wire import OTHER_VERSION, job_to_json

log = logging.getLogger(__name__)

WAIT_SECONDS = 10.0
"""So long a job may wait for a worker that is free, beyond the time that it may run."""
LATE = "No worker was free to run this in time. Nothing of this counts against you; please try again in a moment."
CANCELLED = "Cancelled."


class RemoteRunner:
    """For jobs that somebody waits for, such as a lab's observations. Submissions go through the queue.

    Events are not passed on. Safe to use from several threads.
    """

    def __init__(self, app: Celery, listener: Listener, wait_seconds: float = WAIT_SECONDS) -> None:
        self._app = app
        self._listener = listener
        self._wait_seconds = wait_seconds
        self._errors = errors(app)

    def execute(self, job: Job, on_event: EventSink = ignore, cancelled: Callable[[], bool] = lambda: False) -> Verdict:
        self._listener.start()
        patience = self._wait_seconds + job.limits.wall_seconds
        name = secrets.token_hex(16)
        reply = self._listener.expect(name)
        try:
            if not self._listener.connected.wait(self._wait_seconds):
                return self._unavailable(job, self.problem() or LATE)
            self._ask(name, job, patience)
            end = time.monotonic() + patience
            while time.monotonic() < end:
                if cancelled():
                    return self._unavailable(job, CANCELLED)
                try:
                    return Verdict.from_dict(reply.result(0.2))
                except Late:
                    continue
                except (AttributeError, KeyError, TypeError, ValueError) as error:
                    log.error("job %s: a reply that this program cannot read: %s", job.id, error)
                    return self._unavailable(job, OTHER_VERSION)
            return self._unavailable(job, self.problem() or LATE)
        except self._errors as error:
            log.error("job %s: the broker is away: %s", job.id, error)
            return self._unavailable(job, LATE)
        finally:
            self._listener.forget(name)

    def _ask(self, reply: str, job: Job, patience: float) -> None:
        with connected(self._app) as connection, self._app.amqp.Producer(connection) as producer:
            arguments = [reply, job_to_json(job)]
            self._app.send_task(
                OBSERVE, args=arguments, expires=patience, producer=producer, retry=False, ignore_result=True
            )

    def problem(self) -> str | None:
        self._listener.start()
        quiet = time.monotonic() - self._listener.since
        if quiet < ABSENT_SECONDS:
            return None
        if not self._listener.connected.is_set():
            return "The broker (roadmap.broker) cannot be reached from this machine: programs wait until it is back."
        if not self._listener.slots():
            return "No worker is there: start `roadmap worker` on at least one machine. Programs wait until then."
        return None

    def close(self) -> None:
        self._listener.stop()

    def _unavailable(self, job: Job, message: str) -> Verdict:
        return Verdict.unavailable(message, exercise=job.exercise, exercise_version=job.exercise_version)
