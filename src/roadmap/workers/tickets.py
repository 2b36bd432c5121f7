"""Tickets in the broker: one for each submission that waits, and who sees to it that there are enough."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from celery import Celery

from roadmap.workers.broker import TICKETS, WORK, connected, errors

log = logging.getLogger(__name__)


class Tickets:
    """For one thread.

    A ticket names no submission: whoever takes it runs the one whose turn it is by then. So it does not matter which
    are lost, late, or there twice, as long as there are not fewer than submissions that wait; and where there are more,
    a worker finds nothing to do, once for each.
    """

    def __init__(self, app: Celery, waiting: Callable[[], int]) -> None:
        """:param waiting: how many submissions are queued in the database."""
        self._app = app
        self._waiting = waiting
        self._errors = errors(app)
        self._connection: Any = None
        self._away = False

    def top_up(self) -> bool:
        """Publish tickets that are missing; whether the broker now holds some that wait for a worker.

        :raises StorageUnavailable: nobody knows how many are needed.
        """
        # Counted before the tickets are: one that is in the broker after that will find what was counted here.
        waiting = self._waiting()
        if not waiting:
            return False
        try:
            self._publish(waiting)
        except self._errors as error:
            self.close()
            if not self._away:
                log.error("the broker is away, and submissions wait until it is back: %s", error)
            self._away = True
            return False
        if self._away:
            log.warning("the broker is back")
        self._away = False
        return True

    def close(self) -> None:
        if self._connection is not None:
            connection, self._connection = self._connection, None
            with suppress(*self._errors):
                connection.release()

    def _publish(self, waiting: int) -> None:
        if self._connection is None:
            self._connection = connected(self._app)
        channel = self._connection.default_channel
        ready = TICKETS(channel).queue_declare().message_count
        with self._app.amqp.Producer(channel, auto_declare=False) as producer:
            for _ in range(waiting - ready):
                self._app.send_task(WORK, producer=producer, retry=False, ignore_result=True)
