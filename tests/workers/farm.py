"""A whole site on several machines: web processes and workers as operators start them, real sandboxes, real brokers."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Any

import httpx
from sqlalchemy import Engine, create_engine, text
from tests.workers.conftest import wait_until

from roadmap.learning import queue
from roadmap.testing.brokers import Broker

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
SOLUTION = ROOT / "plugins/roadmap-flask/src/roadmap_flask/exercises/url-shortener/solution/app.py"
CONFIGURATION = """\
[app:main]
use = egg:roadmap
roadmap.data = {data}
roadmap.database = {database}
roadmap.public_url = http://127.0.0.1:{port}
roadmap.development = true
roadmap.runner = celery
roadmap.runner.slots = 2
roadmap.runner.queue = 100000
roadmap.runner.lease = {lease}
roadmap.broker_file = {broker}
roadmap.rate.submissions = 100000
roadmap.rate.address = 1000000
roadmap.worker.canary = {canary}

[server:main]
use = egg:roadmap
listen = 127.0.0.1:{port}
threads = 16

[loggers]
keys = root, roadmap
[handlers]
keys = console
[formatters]
keys = plain
[logger_root]
level = WARNING
handlers = console
[logger_roadmap]
level = INFO
handlers =
qualname = roadmap
[handler_console]
class = StreamHandler
args = (sys.stderr,)
formatter = plain
[formatter_plain]
format = %(asctime)s %(levelname)s %(name)s: %(message)s
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Farm:
    """One web process, and workers named by letters."""

    def __init__(self, folder: Path, database: str, broker: Broker, *, lease: int = 20, canary: int = 60) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.broker = broker
        self.folder = folder
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.engine: Engine = create_engine(database)
        address = folder / "broker"
        address.write_text(broker.url)
        self._ini = folder / "site.ini"
        # A percent sign in a value is doubled in an .ini file.
        self._ini.write_text(
            CONFIGURATION.format(
                data=folder / "web",
                database=database.replace("%", "%%"),
                port=port,
                broker=address,
                lease=lease,
                canary=canary,
            )
        )

    def start_web(self) -> None:
        self._start("web", [BIN / "pserve", self._ini])
        wait_until(self._is_up, "the site is up")

    def _is_up(self) -> bool:
        assert self.processes["web"].poll() is None, self.log("web")
        try:
            return httpx.get(f"{self.url}/healthz", timeout=2).status_code == 200
        except httpx.TransportError:
            return False

    def start_worker(self, name: str, *options: str, **environ: str) -> None:
        command = [BIN / "roadmap", "-c", self._ini, "worker", *options]
        self._start(name, command, ROADMAP_DATA=str(self.folder / name), **environ)

    def _start(self, name: str, command: list[Any], **environ: str) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                command, stdout=log, stderr=log, cwd=ROOT, env={**os.environ, **environ}
            )

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def kill(self, name: str) -> None:
        self.processes[name].kill()
        self.processes[name].wait()

    def rows(self, columns: str = "id, visitor_id, state, verdict_state, attempts, turn, dispatcher") -> list[Any]:
        with self.engine.connect() as db:
            return list(db.execute(text(f"SELECT {columns} FROM submissions ORDER BY number")))

    def close(self) -> None:
        for process in self.processes.values():
            if process.poll() is None:
                process.terminate()
        for process in self.processes.values():
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.engine.dispose()


@dataclass
class Storm:
    """What came of many submissions at once. Times in seconds, from when the first of them began to run."""

    submissions: int
    visitors: int
    states: Counter[str] = field(default_factory=Counter)
    attempts: Counter[int] = field(default_factory=Counter)
    kills: int = 0
    restarts: int = 0
    answered: list[float] = field(default_factory=list)

    def quantile(self, share: float) -> float:
        ordered = sorted(self.answered)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    def table(self) -> str:
        verdicts = ", ".join(f"{count} {state}" for state, count in sorted(self.states.items()))
        tries = ", ".join(f"{count} in {number}" for number, count in sorted(self.attempts.items()))
        lines = [
            ("submissions, visitors", f"{self.submissions}, {self.visitors}"),
            ("workers killed, broker restarted", f"{self.kills}, {self.restarts}"),
            ("verdicts", verdicts),
            ("attempts", tries),
            ("answered after, p50 / p95 / last", " / ".join(f"{self.quantile(q):.1f} s" for q in (0.5, 0.95, 1.0))),
            ("in a second", f"{self.submissions / max(self.quantile(1.0), 0.001):.1f}"),
        ]
        return "\n".join(f"  {name:<34} {value}" for name, value in lines)


def let_loose(
    farm: Farm, submissions: int, visitors: int, *, kill_seconds: float = 0.0, kills: int = 10**6, patience: float = 900
) -> Storm:
    """Send everything before the first worker starts, start two, watch until all is answered, and look at it all.

    Each visitor's last submission is the solution of an exercise to be checked, the others are programs to be run.
    With `kill_seconds` a worker that is at work is killed each time so many seconds have passed, at most `kills` times;
    and the broker, once, halfway through.
    """
    storm = Storm(submissions, visitors)
    clients = [httpx.Client(base_url=farm.url, timeout=60) for _ in range(visitors)]
    try:
        with ThreadPoolExecutor(10) as pool:
            sent = [
                sent
                for each in pool.map(lambda v: _send_all(v, clients[v], submissions // visitors), range(visitors))
                for sent in each
            ]
        assert len({location for _, location, _ in sent}) == submissions
        calm = Event()
        began = time.monotonic()
        for name in ("a", "b"):
            farm.start_worker(name)
        trouble = Thread(target=_make_trouble, args=(farm, storm, calm, kill_seconds, kills), daemon=True)
        if kill_seconds:
            trouble.start()
        first = _watch(farm, storm, patience)
        calm.set()
        if kill_seconds:
            trouble.join(60)
        storm.answered = [moment - first for moment in storm.answered]
        _look_at_all(farm, storm, clients, sent)
        assert time.monotonic() - began < patience
    finally:
        for client in clients:
            client.close()
    return storm


def _send_all(visitor: int, client: httpx.Client, count: int) -> list[tuple[int, str, str]]:
    sent = []
    for turn in range(count):
        wanted = f"visitor {visitor}, program {turn}"
        if turn == count - 1:
            wanted = "solution"
            body: dict[str, Any] = {"exercise": "flask/url-shortener", "files": {"app.py": SOLUTION.read_text()}}
            answer = client.post("/api/v1/submissions", json=body)
        else:
            body = {"runtime": "flask", "main": "app.py", "files": {"app.py": f"print({wanted!r})"}}
            answer = client.post("/api/v1/runs", json=body)
        assert answer.status_code == 202, answer.text
        sent.append((visitor, answer.headers["Location"], wanted))
    return sent


def _watch(farm: Farm, storm: Storm, patience: float) -> float:
    """Note when each is answered; returns when the first began to run."""
    end = time.monotonic() + patience
    first = None
    while True:
        rows = farm.rows("state")
        done = sum(state in ("finished", "cancelled") for (state,) in rows)
        if first is None and any(state != "queued" for (state,) in rows):
            first = time.monotonic()
        storm.answered += [time.monotonic()] * (done - len(storm.answered))
        if first is not None and done == storm.submissions:
            return first
        if time.monotonic() > end:
            logs = "\n".join(farm.log(name)[-3000:] for name in farm.processes)
            raise AssertionError(f"{storm.submissions - done} are not answered:\n{logs}")
        time.sleep(0.1)


def _make_trouble(farm: Farm, storm: Storm, calm: Event, kill_seconds: float, kills: int) -> None:
    orphans: set[str] = set()
    while storm.kills < kills and not calm.wait(kill_seconds):
        running = [row for row in farm.rows("state, dispatcher, lease") if row.state == "running"]
        # What a dead worker held does not make the next one busy, which only starts and has nothing to lose.
        busy = {row.dispatcher: row.lease for row in running if row.lease not in orphans}
        for name in ("a", "b"):
            lock = farm.folder / name / "dispatcher.lock"
            identity = lock.read_text() if lock.exists() else ""
            if identity in busy and not calm.is_set():
                farm.kill(name)
                orphans |= {
                    lease for _, dispatcher, lease in farm.rows("state, dispatcher, lease") if dispatcher == identity
                }
                farm.start_worker(name)
                storm.kills += 1
                break
        if not storm.restarts and (len(storm.answered) * 2 > storm.submissions or storm.kills >= kills):
            farm.broker.kill()
            calm.wait(1.0)
            farm.broker.start()
            storm.restarts += 1


def _look_at_all(farm: Farm, storm: Storm, clients: list[httpx.Client], sent: list[tuple[int, str, str]]) -> None:
    """As visitors see it: each has the verdict on what they sent, and it is the one of their own program."""
    rows = farm.rows()
    assert len(rows) == storm.submissions, "none is lost, none is there twice"
    storm.attempts = Counter(row.attempts for row in rows)
    assert max(storm.attempts) <= queue.MOST_ATTEMPTS
    for visitor, location, wanted in sent:
        answer = clients[visitor].get(location).json()
        assert answer["state"] == "finished"
        verdict = answer["verdict"]
        storm.states[verdict["state"]] += 1
        if verdict["state"] == "unavailable":
            # Bounded retries: it was running each time that its worker was killed.
            assert verdict["message"] == queue.POISON, verdict
            assert storm.kills >= queue.MOST_ATTEMPTS
        else:
            assert verdict["state"] == "passed", verdict
            assert wanted == "solution" or verdict["output"] == f"{wanted}\n"
    passed = {id for id, *_ in rows}
    told = Counter(id for name in ("a", "b") for id in _graded(farm.log(name)))
    assert set(told) <= passed
    if not storm.kills:
        assert set(told.values()) == {1} and len(told) == storm.submissions, "each was run once"


def _graded(log: str) -> list[str]:
    """Ids of submissions that a worker ran to the end."""
    lines = (line.partition(" job ")[2] for line in log.splitlines() if "roadmap.runner: job " in line)
    return [line.partition(":")[0] for line in lines if line]


def is_fair(farm: Farm, visitors: int) -> bool:
    """Whether, in the order in which they began, everybody had a turn before anybody had the next."""
    order = [visitor for _, visitor in sorted(farm.rows("turn, visitor_id"))]
    rounds = [order[start : start + visitors] for start in range(0, len(order), visitors)]
    return all(len(set(each)) == visitors for each in rounds)
