"""What operators watch tells the truth, also when the database is away."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.api.conftest import KEY, RIGHT, CheckedApp, take_away_the_database

SAMPLE = re.compile(r'^[a-z_]+(\{([a-z_]+="[^"]*",?)+\})? [0-9.]+$')


@pytest.fixture
def off(make_api: Callable[..., CheckedApp]) -> CheckedApp:
    return make_api(runner="off")


def test_alive(off: CheckedApp) -> None:
    assert off.get("/healthz").text == "ok\n"


def test_ready_though_nothing_can_be_run(off: CheckedApp) -> None:
    response = off.get("/readyz")
    assert response.status_int == 200
    assert response.json["ready"] is True and "roadmap.runner = off" in response.json["runner"]


def test_not_ready_without_the_tables(off: CheckedApp, tmp_path: Path) -> None:
    engine = off.app.registry.sessionmaker.kw["bind"]
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM alembic_version")
    response = off.get("/readyz")
    assert response.status_int == 503
    assert "db upgrade" in response.json["problem"]


def test_not_ready_without_the_database(off: CheckedApp, tmp_path: Path) -> None:
    take_away_the_database(off, tmp_path / "data")
    response = off.get("/readyz")
    assert response.status_int == 503
    assert response.json["problem"] == "the database cannot be reached; the log says why"
    assert off.get("/healthz").status_int == 200


def test_metrics_are_what_prometheus_reads(off: CheckedApp) -> None:
    off.post_json("/api/v1/submissions", {"exercise": KEY, "files": RIGHT})
    response = off.get("/metrics")
    lines = response.text.splitlines()
    assert response.headers["Content-Type"].startswith("text/plain; ")
    assert [line for line in lines if not line.startswith("# ") and not SAMPLE.match(line)] == []
    assert "roadmap_queue_length 1" in lines
    assert "roadmap_runner_available 0" in lines
    assert "roadmap_submissions_total 1" in lines
    assert 'roadmap_finished{kind="check",state="passed"} 0' in lines
