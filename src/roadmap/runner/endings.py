"""Clearing away what runs leave, while whoever waited for a verdict has it already."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from roadmap.runner.party import Fault

log = logging.getLogger("roadmap.runner")


class Endings:
    """At most `most` at a time: who adds one more waits, so that a machine which is slow to end runs starts fewer."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._places = threading.Semaphore(most)
        self._threads = ThreadPoolExecutor(most, thread_name_prefix="roadmap-ending")

    def add(self, close: Callable[[], None]) -> None:
        """Have `close` called, soon and by another thread."""
        self._places.acquire()
        try:
            self._threads.submit(self._close, close)
        except RuntimeError:  # the threads have been sent home
            self._close(close)

    def settle(self) -> None:
        """Wait until all that was added has been done."""
        for _ in range(self._most):
            self._places.acquire()
        self._places.release(self._most)

    def shut_down(self) -> None:
        """Do what is left, and take nothing new into other threads."""
        self._threads.shutdown()

    def _close(self, close: Callable[[], None]) -> None:
        try:
            close()
        except Fault as problem:
            # The verdict is right all the same. What lasts is for whoever runs the machine to look at.
            log.error("%s", problem)
        except Exception:
            log.exception("a run could not be cleared away")
        finally:
            self._places.release()
