"""What a worker tells everybody who serves pages: what happens during its runs, replies, and that it is there."""

from __future__ import annotations

import json
import logging
import queue
import secrets
from collections.abc import Mapping
from contextlib import suppress
from threading import Thread
from typing import Any

from celery import Celery

from roadmap.workers.broker import EVENTS, connected, errors

log = logging.getLogger(__name__)

WAITING = 10_000
"""So many messages wait for the broker; what comes after that is left out, as all of it stands in verdicts as well."""
BATCH_BYTES = 1024 * 1024
"""So much goes together in one message, or one thing that is larger by itself. Brokers refuse what is too large, and
Redis hangs up on a listener to whom it owes more than 32 MiB."""
ANSWER_SECONDS = 5.0


class Broadcast:
    """Publishes from a thread of its own, so that no run ever waits for the broker. Safe to use from several threads.

    As the events of a `Grader`, it marks those of each execution, so that what comes late from an earlier one is told
    apart.
    """

    def __init__(self, app: Celery) -> None:
        self._app = app
        self._errors = errors(app)
        self._messages: queue.Queue[str | None] = queue.Queue(WAITING)
        self._connection: Any = None
        self._producer: Any = None
        self._executions: dict[str, str] = {}
        self._next: str | None = ""
        """What was taken and did not fit into the last batch."""
        self._thread = Thread(target=self._publish, name="roadmap-broadcast", daemon=True)
        self._thread.start()

    def begin(self, submission: str) -> None:
        execution = self._executions[submission] = secrets.token_hex(8)
        self.say({"kind": "begin", "submission": submission, "execution": execution})

    def add(self, submission: str, kind: str, data: Mapping[str, Any]) -> None:
        execution = self._executions.get(submission, "")
        event = {"kind": "event", "submission": submission, "execution": execution}
        self.say({**event, "event": kind, "data": dict(data)})

    def end(self, submission: str) -> None:
        execution = self._executions.pop(submission, "")
        self.say({"kind": "end", "submission": submission, "execution": execution})

    def say(self, message: Mapping[str, Any]) -> None:
        """For what stands in the database as well: it is left out where the broker does not keep up."""
        self._put(message, 0.0)

    def answer(self, message: Mapping[str, Any]) -> None:
        """For what is said nowhere else: it waits for a place, for up to `ANSWER_SECONDS`."""
        self._put(message, ANSWER_SECONDS)

    def _put(self, message: Mapping[str, Any], seconds: float) -> None:
        try:
            # Here, so that what cannot be said takes nothing else with it.
            self._messages.put(json.dumps(message), block=seconds > 0, timeout=seconds)
        except queue.Full:
            log.debug("the broker does not keep up: a message is left out")
        except (TypeError, ValueError, RecursionError):
            log.exception("a message is no JSON and is left out")

    def close(self, timeout: float = 5.0) -> None:
        """Publish what waits, but for no longer than `timeout` seconds."""
        try:
            self._messages.put(None, timeout=timeout)
        except queue.Full:
            return
        self._thread.join(timeout)

    def _publish(self) -> None:
        while self._next is not None:
            batch = self._batch()
            # A connection that has been idle may have died without a word: the second time it is a new one.
            if batch and not self._sent(batch) and not self._sent(batch):
                log.debug("the broker is away: %d messages are lost", len(batch))
        self._hang_up()

    def _sent(self, batch: list[str]) -> bool:
        try:
            if self._connection is None:
                self._connection = connected(self._app)
                self._producer = self._connection.Producer(exchange=EVENTS)
            body = f"[{','.join(batch)}]"
            self._producer.publish(body, content_type="application/json", content_encoding="utf-8", declare=[EVENTS])
        except self._errors:
            self._hang_up()
            return False
        return True

    def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(*self._errors):
                connection.release()

    def _batch(self) -> list[str]:
        """What waits, up to a size. `_next` is then what did not fit, or None at the end."""
        message = self._next or self._messages.get()
        batch: list[str] = []
        size = 0
        while message and (not batch or size + len(message) <= BATCH_BYTES):
            batch.append(message)
            size += len(message)
            try:
                message = self._messages.get_nowait()
            except queue.Empty:
                message = ""
        self._next = message
        return batch
