"""Machineries: what works off the queue, in processes that tests can kill, and brokers that they can restart."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from tests.learning.conftest import Browser, Site

from roadmap.learning.models import SubmissionRow
from roadmap.runner.job import Job
from roadmap.settings import Settings
from roadmap.testing.brokers import Broker, throwaway_rabbit, throwaway_redis
from roadmap.testing.databases import postgres_settings, postgres_url, sqlite_settings
from roadmap.workers import Front, Listener
from roadmap.workers.broker import OBSERVATIONS, TICKETS, make_app
from roadmap.workers.worker import DEAF_SECONDS

__all__ = ["postgres_settings", "postgres_url", "sqlite_settings"]

ROOT = Path(__file__).parents[2]
GIVEN = ("database", "secret", "development", "runner", "broker", "runner_lease", "worker_canary")
"""Settings that the processes get."""


def wait_until(condition: Callable[[], Any], what: str, seconds: float = 60.0) -> Any:
    """What `condition` says as soon as it is true."""
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        time.sleep(0.02)
    return found


class Machinery:
    """The web process's side is in the test; programs run in processes of their own, named a, b, c, …"""

    def __init__(self, mode: str, settings: Settings, folder: Path, broker: Broker | None) -> None:
        self.mode = mode
        self.broker = broker
        self.site = Site(settings)
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self._folder = folder
        self._front: Front | None = None
        if broker is not None:
            app = make_app(broker.url)
            self.listener = Listener(app, self.site.registry.run_events, retry_seconds=0.1)
            self._front = Front(
                self.site.sessions,
                app,
                self.listener,
                self.site.registry.run_events,
                lease_seconds=settings.runner_lease,
                poll_seconds=0.2,
            )
            self.site.registry.dispatcher = self._front
            self._front.start()

    def start(self, *names: str, slots: int = 2, grace: float = 1.0, deaf: float = DEAF_SECONDS) -> None:
        """Start processes that run programs.

        :param grace: so many seconds what runs may go on when the process is told to stop.
        :param deaf: a worker takes itself out when its broker has given it no ticket for so many seconds.
        """
        fields = asdict(self.site.settings)
        given = {key: fields[key] for key in GIVEN} | {"data": str(fields["data"])}
        for name in names:
            with self.log(name).open("ab") as log:
                command = [sys.executable, "-W", "ignore", "-m", "tests.workers.words", self.mode]
                self.processes[name] = subprocess.Popen(
                    [*command, self._folder, json.dumps(given), str(slots), str(grace), str(deaf), name],
                    stdout=log,
                    stderr=log,
                    cwd=ROOT,
                )

    def log(self, name: str) -> Path:
        return self._folder / f"{name}.log"

    def kill(self, name: str) -> None:
        self.processes[name].kill()
        self.processes[name].wait()

    def terminate(self, name: str) -> int:
        """Stop it politely; returns its exit status."""
        self.processes[name].terminate()
        return self.ended(name)

    def ended(self, name: str) -> int:
        """Its exit status, as soon as it has ended by itself."""
        return self.processes[name].wait(60)

    def executed(self) -> list[str]:
        """Ids of submissions, as their runs began."""
        return [id for id, _ in self._executed()]

    def texts(self) -> list[str]:
        """The programs, as their runs began."""
        return [text for _, text in self._executed()]

    def _executed(self) -> list[list[str]]:
        log = self._folder / "executed"
        return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []

    def let_go_on(self) -> None:
        """Let programs that `wait` go on."""
        (self._folder / "go-on").touch()

    def fail_canary(self, name: str, problem: str) -> None:
        draft = self._folder / "canary.draft"
        draft.write_text(problem)
        draft.rename(self._folder / f"canary-{name}")

    def rows(self) -> list[Any]:
        with self.site.sessions() as db:
            return list(db.scalars(select(SubmissionRow).order_by(SubmissionRow.number)))

    def close(self) -> None:
        self.let_go_on()
        for process in self.processes.values():
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.kill()
                process.wait()
        if self._front is not None:
            self._front.stop()
        self.site.close()


def run(browser: Browser, *words: str) -> Any:
    """Send a program to be run, of which there may be any number at once."""
    job = Job(kind="run", runtime="demo", files={"app.py": "\n".join(words)}, main="app.py")
    return browser.do(lambda request: request.submissions.run(job))


@pytest.fixture(scope="session")
def rabbit_for_all() -> Iterator[Broker]:
    with throwaway_rabbit() as broker:
        yield broker


@pytest.fixture
def rabbit(rabbit_for_all: Broker) -> Broker:
    """With nothing in it. A ticket that an earlier test has left would take a place in a worker."""
    with make_app(rabbit_for_all.url).connection_for_write() as connection:
        for queue in (TICKETS, OBSERVATIONS):
            # Not only emptied: what a killed worker held comes back when RabbitMQ sees that it is gone.
            queue(connection.default_channel).delete()
    return rabbit_for_all


@pytest.fixture
def redis() -> Iterator[Broker]:
    with throwaway_redis() as broker:
        yield broker


@pytest.fixture
def make_machinery(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[..., Machinery]]:
    """A function: "local", "redis" or "rabbit" to the machinery, with a site on the database that it is meant for."""
    made: list[Machinery] = []

    def make(kind: str, database: str = "", **changes: Any) -> Machinery:
        broker = None if kind == "local" else request.getfixturevalue(kind)
        settings = request.getfixturevalue((database or ("sqlite" if kind == "local" else "postgres")) + "_settings")
        fields = {"rate_submissions": 10**6, "rate_address": 10**6, "runner_queue": 10**6, "runner_lease": 20}
        if broker is not None:
            fields |= {"runner": "celery", "broker": broker.url}
        mode = "local" if broker is None else "celery"
        made.append(Machinery(mode, replace(settings, **{**fields, **changes}), tmp_path, broker))
        return made[-1]

    yield make
    for machinery in made:
        machinery.close()


@pytest.fixture(params=["local", "redis", "rabbit"])
def machinery(request: pytest.FixtureRequest, make_machinery: Callable[..., Machinery]) -> Machinery:
    """Every place where submissions can run."""
    return make_machinery(request.param)
