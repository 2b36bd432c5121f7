"""`roadmap worker` as an operator starts it: real sandboxes, a real site, and what becomes of a machine gone bad."""

from __future__ import annotations

import base64
import json
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.workers.conftest import wait_until
from tests.workers.farm import SOLUTION, Farm, free_port

from roadmap.learning import EventLog
from roadmap.runner.job import Job
from roadmap.runner.verdict import State
from roadmap.testing.brokers import Broker
from roadmap.testing.databases import empty_schema
from roadmap.workers import EXIT_UNFIT, Listener, RemoteRunner
from roadmap.workers.broker import make_app

pytestmark = pytest.mark.sandbox
COUNT = "def observe(input, world):\n    return {'n': world.redis.incrby('n', input['by'])}\n"


@pytest.fixture
def make_farm(tmp_path: Path, postgres_url: str, redis: Broker) -> Iterator[Callable[..., Farm]]:
    made: list[Farm] = []

    def make(**options: Any) -> Farm:
        made.append(Farm(tmp_path, empty_schema(postgres_url), redis, **options))
        return made[-1]

    yield make
    for farm in made:
        farm.close()


@pytest.fixture
def fragile_bwrap() -> Iterator[Path]:
    """A folder with a `bwrap` that does what the real one does until there is a file `broken` beside it."""
    # Where the sandbox's user may go, which is not pytest's folder.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        script = folder / "bwrap"
        script.write_text(f'#!/bin/sh\n[ ! -e {folder}/broken ] || exit 1\nexec {shutil.which("bwrap")} "$@"\n')
        script.chmod(0o755)
        yield folder


def events_of(client: httpx.Client, location: str) -> list[tuple[str, Any]]:
    events = []
    with client.stream("GET", f"{location}/events", timeout=60) as stream:
        for line in stream.iter_lines():
            if line.startswith("event:"):
                kind = line.partition(":")[2].strip()
            elif line.startswith("data:"):
                events.append((kind, json.loads(line.partition(":")[2])))
    return events


def test_from_a_visitor_to_a_worker_and_back(make_farm: Callable[..., Farm]) -> None:
    farm = make_farm()
    farm.start_web()
    metrics = f"127.0.0.1:{free_port()}"
    farm.start_worker("a", "--metrics", metrics)
    with httpx.Client(base_url=farm.url, timeout=60) as client:
        wait_until(lambda: "2 slots" in farm.log("a"), "the worker is ready")
        body = {"exercise": "flask/url-shortener", "files": {"app.py": SOLUTION.read_text()}}
        location = client.post("/api/v1/submissions", json=body).headers["Location"]
        events = events_of(client, location)
        kinds = [kind for kind, _ in events if kind != "queued"]
        assert (kinds[0], kinds[-1]) == ("started", "finished")
        assert kinds.count("check") == len(events[-1][1]["verdict"]["checks"]) > 0
        assert client.get(location).json()["verdict"]["state"] == "passed"
        assert client.get("/api/v1/me/progress").json()["exercises"] == {"flask/url-shortener": "passed"}
        assert client.get("/readyz").json()["runner"] is None
    passed = 'roadmap_verdicts_total{kind="check",runtime="flask",state="passed"} 1.0'
    wait_until(lambda: passed in httpx.get(f"http://{metrics}/metrics").text, "the worker has counted its verdict")
    assert 'roadmap_warm_process_up{runtime="flask"} 1.0' in httpx.get(f"http://{metrics}/metrics").text
    # A lab's observation, which no queue holds.
    app = make_app(farm.broker.url)
    listener = Listener(app, EventLog())
    remote = RemoteRunner(app, listener)
    job = Job(
        kind="observe",
        runtime="redis",
        files={},
        program="none",
        services=("redis",),
        observer_source=COUNT,
        observer_input={"by": 2},
    )
    try:
        first = remote.execute(job)
        assert (first.state, first.facts) == (State.PASSED, {"n": 2})
        again = {
            **{field: getattr(job, field) for field in job.__slots__},
            "state": base64.b64decode(first.state_after),
        }
        assert remote.execute(Job(**again)).facts == {"n": 4}
    finally:
        remote.close()
    farm.processes["a"].send_signal(signal.SIGTERM)
    assert farm.processes["a"].wait(30) == 0


def test_a_worker_whose_sandbox_breaks_takes_itself_out(make_farm: Callable[..., Farm], fragile_bwrap: Path) -> None:
    """Row 187 of the catalogue of hostile submissions: nobody tells it, its canary does."""
    farm = make_farm(canary=1)
    farm.start_web()
    farm.start_worker("a", PATH=f"{fragile_bwrap}:{os.environ['PATH']}")
    with httpx.Client(base_url=farm.url, timeout=60) as client:
        body = {"runtime": "flask", "main": "app.py", "files": {"app.py": "print('well')"}}
        location = client.post("/api/v1/runs", json=body).headers["Location"]
        wait_until(lambda: client.get(location).json()["state"] == "finished", "it runs")
        (fragile_bwrap / "broken").touch()
        for child in _children(farm.processes["a"].pid):
            os.kill(child, signal.SIGKILL)
        assert farm.processes["a"].wait(60) == EXIT_UNFIT
        assert "takes itself out: Sandboxes do not work on this machine" in farm.log("a")
        later = client.post("/api/v1/runs", json={**body, "files": {"app.py": "print('later')"}}).headers["Location"]
        farm.start_worker("b", PATH=f"{fragile_bwrap}:{os.environ['PATH']}")
        assert farm.processes["b"].wait(60) == EXIT_UNFIT
        assert "takes no work" in farm.log("b")
        assert client.get(later).json()["state"] == "queued"
        farm.start_worker("c")
        wait_until(lambda: client.get(later).json()["state"] == "finished", "another worker runs it")


def _children(process: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{process}/task").iterdir():
        found += [int(child) for child in (task / "children").read_text().split()]
    return found
