"""A worker in a process of its own, as `roadmap worker` starts it, with runtimes that the suite declares."""

import json
import logging
import sys
import threading
import warnings
from pathlib import Path

from pyramid.config import Configurator

from roadmap.catalogue import Catalogue
from roadmap.runner import Runtime, open_runner
from roadmap.settings import Settings
from roadmap.workers import Worker
from roadmap.workers.broker import make_app

SLOTS = 4
CANARY_SECONDS = 10**6
"""The walls are proved before the first attack. Between attacks a canary would only be in the way of the count."""


def described(declared):
    """Runtimes by name as JSON, for `main`."""
    fields = ("requirements", "preload", "plugin")
    return {name: {field: _plain(getattr(each, field)) for field in fields} for name, each in declared.items()}


def _plain(value):
    return str(value) if isinstance(value, Path) else value


def main(data, broker, declared):
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    warnings.filterwarnings("ignore", category=UserWarning, module="celery")
    settings = Settings(
        data=Path(data), secret="hostile", development=True, runner="celery", broker=broker, worker_canary=CANARY_SECONDS
    )  # fmt: skip
    with Configurator(settings={}) as config:
        config.registry.roadmap = settings
        for part in ("storage", "people", "learning"):
            config.include(f"roadmap.{part}")
    config.make_wsgi_app()
    runner = open_runner(
        {
            name: Runtime(name, Path(given["requirements"]), tuple(given["preload"]), plugin=given["plugin"])
            for name, given in json.loads(declared).items()
        },
        data=settings.data,
        slots=SLOTS,
    )
    prepare_threads(runner)
    try:
        worker = Worker(
            settings,
            make_app(broker),
            config.registry.sessionmaker,
            runner,
            Catalogue(),
            runner.canary,
            slots=SLOTS,
        )
        return worker.run()
    finally:
        runner.close()


def prepare_threads(runner):
    """Threads that clear away are made when they are wanted; have them made now, so that all can be counted."""
    all_there = threading.Barrier(SLOTS)
    for _ in range(SLOTS):
        runner._endings.add(all_there.wait)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
