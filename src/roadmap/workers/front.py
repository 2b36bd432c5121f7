"""What the dispatcher is where workers run the programs: it sees to tickets, and to what dead workers have left."""

from __future__ import annotations

import logging
import time
from threading import Condition, Thread

from celery import Celery
from sqlalchemy.orm import Session, sessionmaker

from roadmap.learning import EventLog, queue
from roadmap.learning.keeper import Keeper
from roadmap.storage import StorageUnavailable, reading
from roadmap.workers.listener import Listener
from roadmap.workers.tickets import Tickets

log = logging.getLogger(__name__)


def tickets_for(app: Celery, sessions: sessionmaker[Session]) -> Tickets:
    def waiting() -> int:
        with reading(sessions) as db:
            return queue.waiting(db)

    return Tickets(app, waiting)


class Front:
    """Used as a `Dispatcher` is. Any number of processes may have one."""

    def __init__(
        self,
        sessions: sessionmaker[Session],
        app: Celery,
        listener: Listener,
        events: EventLog,
        *,
        lease_seconds: float,
        poll_seconds: float = 2.0,
    ) -> None:
        self._listener = listener
        self._events = events
        self._keeper = Keeper(sessions, lease_seconds=lease_seconds, look_seconds=poll_seconds)
        self._tickets = tickets_for(app, sessions)
        self._poll_seconds = poll_seconds
        self._woken = Condition()
        self._something_new = False
        self._stopping = False
        self._thread: Thread | None = None

    @property
    def slots(self) -> int:
        """How many programs can run at the same time; at least one, since a worker will come."""
        return max(1, self._listener.slots())

    def start(self) -> None:
        if self._thread is None:
            self._stopping = False
            self._listener.start()
            self._thread = Thread(target=self._keep, name="roadmap-front", daemon=True)
            self._thread.start()

    def stop(self, timeout: float = 10.0) -> None:
        """What runs goes on: it is no concern of this process."""
        with self._woken:
            self._stopping = True
            self._woken.notify_all()
        if self._thread is not None:
            self._thread.join(timeout)
            self._thread = None
        self._listener.stop()

    def wake(self) -> None:
        """Say that there is something new in the queue."""
        with self._woken:
            self._something_new = True
            self._woken.notify_all()

    def interrupt(self, submission: str) -> None:
        """Its worker looks into the database every second, and sees that nobody waits any more."""
        self._events.end(submission)

    def _keep(self) -> None:
        due = time.monotonic()
        while not self._stopping:
            try:
                if time.monotonic() >= due:
                    due = time.monotonic() + self._poll_seconds
                    self._keeper.recover()
                self._tickets.top_up()
            except StorageUnavailable as error:
                log.error("the queue is not looked after: %s", error)
            except Exception:
                log.exception("the queue is not looked after")
            with self._woken:
                self._woken.wait_for(lambda: self._stopping or self._something_new, max(0.0, due - time.monotonic()))
                self._something_new = False
        self._tickets.close()
