"""A server for test_killed.py: dispatches what is in the database, and is killed while it does."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from pyramid.config import Configurator

from roadmap.catalogue import Catalogue
from roadmap.learning import start_dispatcher
from roadmap.runner.job import Job
from roadmap.runner.runner import EventSink, ignore
from roadmap.runner.verdict import State, Verdict
from roadmap.settings import Settings


class SlowRunner:
    """Says when it has begun, and takes its time."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def execute(self, job: Job, on_event: EventSink = ignore, cancelled: Callable[[], bool] = lambda: False) -> Verdict:
        print("running", job.id, flush=True)
        time.sleep(self._seconds)
        return Verdict(state=State.PASSED, message="from the server that was killed")

    def problem(self) -> str | None:
        return None

    def close(self) -> None:
        pass


def main(data: str, database: str, seconds: str) -> None:
    with Configurator(settings={}) as config:
        config.registry.roadmap = Settings(data=Path(data), database=database, secret="x", development=True)
        config.registry.catalogue = Catalogue()
        config.registry.runner = SlowRunner(float(seconds))
        for part in ("storage", "people", "learning"):
            config.include(f"roadmap.{part}")
    config.make_wsgi_app()
    start_dispatcher(config.registry)
    print("ready", flush=True)
    time.sleep(120)


if __name__ == "__main__":
    main(*sys.argv[1:])
