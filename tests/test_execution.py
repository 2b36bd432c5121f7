"""What a process runs: nothing until it is asked to, then one runner and one dispatcher."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from roadmap.execution import LazyRunner, shut_down
from roadmap.runner.job import Job
from roadmap.runner.runner import Unavailable
from roadmap.serve import _usable

JOB = Job(kind="run", runtime="good", files={"main.py": ""}, main="main.py")


def test_a_runner_is_opened_once_and_when_it_is_needed() -> None:
    opened = []

    def open_it() -> Unavailable:
        time.sleep(0.05)
        opened.append(1)
        return Unavailable("resting")

    runner = LazyRunner(open_it)
    assert opened == []
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: runner.execute(JOB).message, range(8))) == {"resting"}
    assert opened == [1]


def test_a_closed_runner_opens_nothing_any_more() -> None:
    runner = LazyRunner(lambda: Unavailable("resting"))
    runner.close()
    runner.close()
    assert "shutting down" in runner.execute(JOB).message


def test_a_site_that_runs_nothing_says_so(make_app: Callable[..., Any]) -> None:
    runner = make_app(runner="off").app.registry.runner
    assert runner.problem() == "Running code is turned off on this site (roadmap.runner = off)."
    assert runner.execute(JOB).state == "unavailable"


def test_the_first_request_starts_the_dispatcher(make_app: Callable[..., Any]) -> None:
    app = make_app(runner="off", dispatch=True)
    registry = app.app.registry
    assert registry.dispatcher is None
    app.get("/")
    started = registry.dispatcher
    assert started is not None
    app.get("/")
    assert registry.dispatcher is started
    shut_down(registry)
    assert registry.dispatcher is None


def test_a_site_that_does_not_dispatch_starts_nothing(make_app: Callable[..., Any]) -> None:
    app = make_app(runner="off", dispatch=False)
    app.get("/")
    assert app.app.registry.dispatcher is None


def test_localhost_is_every_loopback_address_of_this_machine() -> None:
    usable = _usable(["localhost:6543", "0.0.0.0:80", "[::]:81"])
    assert usable[0] == "127.0.0.1:6543"
    assert usable[-2:] == ["0.0.0.0:80", "[::]:81"]
    assert set(usable[1:-2]) <= {"[::1]:6543"}
