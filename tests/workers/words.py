"""A process that works off the queue, for tests: a server with its dispatcher, or a worker; programs are words."""

from __future__ import annotations

import json
import logging
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from pyramid.config import Configurator
from tests.learning.conftest import WordRunner, make_catalogue

from roadmap.learning import Dispatcher
from roadmap.runner.job import Job
from roadmap.runner.runner import EventSink, ignore
from roadmap.runner.verdict import Verdict
from roadmap.settings import Settings
from roadmap.workers import Worker
from roadmap.workers.broker import make_app


class FileFlag:
    """A flag that several processes see: a file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def set(self) -> None:
        self._path.touch()

    def wait(self, seconds: float) -> bool:
        time.sleep(seconds)
        return self._path.exists()


class LoggedRunner(WordRunner):
    """Writes down what it executes, for the tests, which are in another process."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._log = folder / "executed"
        self.deafen: Callable[[], object] = lambda: None
        """Makes this worker lose its broker without knowing."""
        self.go_on = FileFlag(folder / "go-on")  # type: ignore[assignment]

    def execute(self, job: Job, on_event: EventSink = ignore, cancelled: Callable[[], bool] = lambda: False) -> Verdict:
        with self._log.open("a") as log:
            log.write(json.dumps([job.id, job.files.get("app.py", "")]) + "\n")
        if job.files.get("app.py") == "deafen":
            self.deafen()
        if job.kind == "observe":
            return replace(super().execute(job, on_event, cancelled), facts={"input": job.observer_input})
        return super().execute(job, on_event, cancelled)


def main(mode: str, folder: str, settings_json: str, slots: str, grace: str, deaf: str, name: str) -> None:
    logging.basicConfig(level=logging.INFO, format=f"%(asctime)s {name} %(name)s %(levelname)s %(message)s")
    fields: dict[str, Any] = json.loads(settings_json)
    settings = Settings(**{**fields, "data": Path(fields["data"]) / name})
    settings.data.mkdir(parents=True, exist_ok=True)
    with Configurator(settings={}) as config:
        config.registry.roadmap = settings
        for part in ("storage", "people", "learning"):
            config.include(f"roadmap.{part}")
    config.make_wsgi_app()
    runner, catalogue = LoggedRunner(Path(folder)), make_catalogue()
    sessions = config.registry.sessionmaker
    if mode == "local":
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
        dispatcher = Dispatcher(
            sessions,
            runner,
            catalogue,
            data=settings.data,
            slots=int(slots),
            lease_seconds=settings.runner_lease,
            poll_seconds=0.1,
        )
        dispatcher.start()
        signal.sigwait([signal.SIGTERM])
        dispatcher.stop(timeout=float(grace))
        return
    canary = Path(folder) / f"canary-{name}"
    worker = Worker(
        settings,
        make_app(settings.broker),
        sessions,
        runner,
        catalogue,
        lambda: canary.read_text() if canary.exists() else None,
        slots=int(slots),
        poll_seconds=0.2,
        grace_seconds=float(grace),
        deaf_seconds=float(deaf),
    )
    runner.deafen = lambda: worker._celery.consumer.task_consumer.cancel()
    sys.exit(worker.run())


if __name__ == "__main__":
    main(*sys.argv[1:])
