"""What a process that serves pages hears of the workers: events of runs, replies, and who is there."""

from __future__ import annotations

import logging
import secrets
import socket
import time
from collections import OrderedDict
from collections.abc import Mapping
from concurrent.futures import Future
from contextlib import suppress
from threading import Event, Lock, Thread
from typing import Any

from celery import Celery
from kombu.entity import Queue
from kombu.messaging import Consumer

from roadmap.learning import EventLog
from roadmap.workers.broker import EVENTS, HEARTBEAT_SECONDS, connected, errors

log = logging.getLogger(__name__)

RUNS = 256
ABSENT_SECONDS = 15.0
"""A worker that has not been heard for this long is not there. It says every other second that it is."""


class Listener:
    """Listens from `start` to `stop`, in a thread of its own. What is said while the broker is away is not heard.

    Nothing hangs on hearing it: states and verdicts are in the database, where watchers look for themselves.
    """

    def __init__(self, app: Celery, events: EventLog, retry_seconds: float = 1.0) -> None:
        self._app = app
        self._events = events
        self._errors = errors(app)
        self._retry_seconds = retry_seconds
        self._stopping = Event()
        self._guard = Lock()
        self._thread: Thread | None = None
        self._executions: OrderedDict[str, str] = OrderedDict()
        self._replies: dict[str, Future[Mapping[str, Any]]] = {}
        self._workers: dict[str, tuple[int, float]] = {}
        self.connected = Event()
        self.since = time.monotonic()
        """When the broker was reached, or lost, by the monotonic clock."""

    def start(self) -> None:
        with self._guard:
            if self._thread is None:
                self._stopping.clear()
                self._thread = Thread(target=self._listen, name="roadmap-listener", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        with self._guard:
            if self._thread is not None:
                self._thread.join(5.0)
                self._thread = None

    def slots(self) -> int:
        """How many programs the workers that are there can run at the same time."""
        return sum(slots for slots, _ in self._present().values())

    def expect(self, reply: str) -> Future[Mapping[str, Any]]:
        """A future for the reply of this name; `forget` it in any case."""
        future = self._replies[reply] = Future()
        return future

    def forget(self, reply: str) -> None:
        self._replies.pop(reply, None)

    def _present(self) -> dict[str, tuple[int, float]]:
        heard = time.monotonic() - ABSENT_SECONDS
        return {name: found for name, found in list(self._workers.items()) if found[1] > heard}

    def _listen(self) -> None:
        complained = False
        while not self._stopping.is_set():
            try:
                self._hear()
            except self._errors as error:
                if self.connected.is_set() or not complained:
                    log.error("pages do not show runs as they happen until the broker is back: %s", error)
                complained = True
            if self.connected.is_set():
                self.connected.clear()
                self.since = time.monotonic()
            self._stopping.wait(self._retry_seconds)

    def _hear(self) -> None:
        # A name of its own for each connection: kombu takes a queue that it has bound before to be bound still.
        mine = Queue(f"roadmap.web.{secrets.token_hex(8)}", EVENTS, exclusive=True, auto_delete=True, durable=False)
        with (
            connected(self._app, HEARTBEAT_SECONDS) as connection,
            Consumer(connection, [mine], accept=["json"], no_ack=True, callbacks=[self._heard]),
        ):
            self.connected.set()
            self.since = time.monotonic()
            while not self._stopping.is_set():
                with suppress(socket.timeout):
                    connection.drain_events(timeout=1)
                connection.heartbeat_check()

    def _heard(self, messages: Any, _: object) -> None:
        try:
            for message in messages:
                self._take(message)
        except (KeyError, TypeError, AttributeError):
            log.exception("something that is not ours is in the exchange %s", EVENTS.name)

    def _take(self, message: Mapping[str, Any]) -> None:
        kind = message["kind"]
        if kind == "worker":
            self._workers[message["name"]] = (message["slots"], time.monotonic())
        elif kind == "left":
            self._workers.pop(message["name"], None)
        elif kind == "reply":
            future = self._replies.get(message["reply"])
            if future is not None and not future.done():
                future.set_result(message["verdict"])
        else:
            self._take_event(kind, message)

    def _take_event(self, kind: str, message: Mapping[str, Any]) -> None:
        submission, execution = message["submission"], message["execution"]
        if kind == "begin":
            self._executions.pop(submission, None)
            self._executions[submission] = execution
            while len(self._executions) > RUNS:
                self._executions.popitem(last=False)
            self._events.begin(submission)
        elif self._executions.get(submission) != execution:
            return  # of an execution whose verdict nobody waits for any more
        elif kind == "event":
            self._events.add(submission, message["event"], message["data"])
        elif kind == "end":
            self._events.end(submission)
