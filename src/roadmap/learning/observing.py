"""Observations for plugins' labs: a job that runs now, while the visitor waits for the page."""

from __future__ import annotations

from collections.abc import Callable
from threading import BoundedSemaphore

from roadmap.learning.errors import QueueFull
from roadmap.learning.files import checked_files
from roadmap.runner.job import Job
from roadmap.runner.runner import Runner, ignore
from roadmap.runner.verdict import Verdict

WAIT_SECONDS = 10.0


class Observing:
    """Runs at most `slots` observations at once; who finds them all taken waits a little, and is then sent away."""

    def __init__(self, slots: int, wait_seconds: float = WAIT_SECONDS) -> None:
        self._free = BoundedSemaphore(slots)
        self._wait_seconds = wait_seconds

    def observe(self, runner: Runner, job: Job, cancelled: Callable[[], bool] = lambda: False) -> Verdict:
        """:param cancelled: asked every now and then while the job runs.

        :raises BadFiles: names the file.
        :raises QueueFull: no slot became free.
        """
        if job.kind != "observe":
            raise ValueError(f"a job of kind {job.kind!r} is not for observe()")
        if job.files:
            checked_files(job.files)
        if not self._free.acquire(timeout=self._wait_seconds):
            raise QueueFull(5)
        try:
            verdict = runner.execute(job, ignore, cancelled)
        finally:
            self._free.release()
        return verdict
