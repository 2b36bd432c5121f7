"""A process that serves pages where workers run the programs."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

from tests.workers.conftest import wait_until

from roadmap.execution import shut_down
from roadmap.testing.brokers import Broker
from roadmap.workers import Front


def test_the_first_request_starts_what_looks_after_the_queue(make_app: Callable[..., Any], redis: Broker) -> None:
    app = make_app(runner="celery", broker=redis.url, dispatch=True)
    registry = app.app.registry
    assert registry.dispatcher is None
    app.get("/")
    assert isinstance(registry.dispatcher, Front)
    assert registry.dispatcher.slots == 1
    wait_until(registry.listener.connected.is_set, "the broker is reached")
    assert app.get("/readyz").json["runner"] is None
    shut_down(registry)
    assert registry.dispatcher is None


def test_a_site_without_a_broker_serves_pages(make_app: Callable[..., Any]) -> None:
    app = make_app(runner="celery", broker="redis+socket:///nowhere/redis.sock", dispatch=True)
    assert app.get("/").status_int == 200
    shut_down(app.app.registry)


def test_who_runs_programs_alone_needs_no_celery() -> None:
    program = "import roadmap.execution, roadmap.learning, sys; print(sorted({'celery', 'kombu'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "[]\n"
