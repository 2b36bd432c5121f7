"""What a worker tells everybody who serves pages: what happens during its runs, replies, and that it is there."""

from __future__ import annotations

import logging
import queue
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from threading import Thread
from typing import Any

from celery import Celery

from roadmap.workers.broker import EVENTS, connected, errors

log = logging.getLogger(__name__)

WAITING = 10_000
"""So many messages wait for the broker; what comes after that is left out, as all of it stands in verdicts as well."""
BATCH = 100


class Broadcast:
    """Publishes from a thread of its own, so that no run ever waits for the broker. Safe to use from several threads.

    As the events of a `Grader`, it marks those of each execution, so that what comes late from an earlier one is told
    apart.
    """

    def __init__(self, app: Celery) -> None:
        self._app = app
        self._errors = errors(app)
        self._messages: queue.Queue[Mapping[str, Any] | None] = queue.Queue(WAITING)
        self._connection: Any = None
        self._producer: Any = None
        self._executions: dict[str, str] = {}
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
        try:
            self._messages.put_nowait(message)
        except queue.Full:
            log.debug("the broker does not keep up: a message is left out")

    def close(self, timeout: float = 5.0) -> None:
        """Publish what waits, but for no longer than `timeout` seconds."""
        try:
            self._messages.put(None, timeout=timeout)
        except queue.Full:
            return
        self._thread.join(timeout)

    def _publish(self) -> None:
        last = False
        while not last:
            batch = self._batch()
            last = batch[-1] is None
            messages = [message for message in batch if message is not None]
            # A connection that has been idle may have died without a word: the second time it is a new one.
            if messages and not self._sent(messages) and not self._sent(messages):
                log.debug("the broker is away: %d messages are lost", len(messages))
        self._hang_up()

    def _sent(self, messages: Sequence[Mapping[str, Any]]) -> bool:
        try:
            if self._connection is None:
                self._connection = connected(self._app)
                self._producer = self._connection.Producer(exchange=EVENTS, serializer="json")
            self._producer.publish(messages, declare=[EVENTS])
        except self._errors:
            self._hang_up()
            return False
        return True

    def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(*self._errors):
                connection.release()

    def _batch(self) -> list[Mapping[str, Any] | None]:
        """All that waits, up to a number; None marks the end."""
        batch = [self._messages.get()]
        while batch[-1] is not None and len(batch) < BATCH:
            try:
                batch.append(self._messages.get_nowait())
            except queue.Empty:
                break
        return batch
