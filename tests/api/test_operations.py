"""What operators watch tells the truth, also when the database is away."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import Metric
from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics
from prometheus_client.parser import text_string_to_metric_families
from tests.api.conftest import KEY, RIGHT, CheckedApp, take_away_the_database

from roadmap.learning import start_dispatcher, stop_dispatcher
from roadmap.runner import Runner


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


def read(response: Any) -> dict[str, Metric]:
    """Every family of a scrape, read by Prometheus' own parser."""
    return {family.name: family for family in text_string_to_metric_families(response.text)}


def one(families: dict[str, Metric], name: str, **labels: str) -> float:
    samples = [sample for family in families.values() for sample in family.samples if sample.name == name]
    (found,) = [sample.value for sample in samples if sample.labels == labels]
    return found


def test_metrics_are_what_prometheus_reads(off: CheckedApp) -> None:
    off.post_json("/api/v1/submissions", {"exercise": KEY, "files": RIGHT})
    response = off.get("/metrics")
    assert response.headers["Content-Type"].startswith("text/plain; ")
    families = read(response)
    assert one(families, "roadmap_queue_length") == 1
    assert one(families, "roadmap_queue_oldest_age_seconds") >= 0
    assert one(families, "roadmap_runner_available") == 0
    assert one(families, "roadmap_submissions_total", kind="check") == 1
    assert one(families, "roadmap_refusals_total", reason="rate") == 0
    assert all(family.documentation for family in families.values())


def test_openmetrics_is_spoken_to_who_asks_for_it(off: CheckedApp) -> None:
    response = off.get("/metrics", headers={"Accept": "application/openmetrics-text; version=1.0.0"})
    assert response.headers["Content-Type"].startswith("application/openmetrics-text")
    names = [family.name for family in openmetrics(response.text)]
    assert "roadmap_refusals" in names and "roadmap_queue_length" in names


def test_metrics_without_the_database(off: CheckedApp, tmp_path: Path) -> None:
    take_away_the_database(off, tmp_path / "data")
    families = read(off.get("/metrics"))
    assert one(families, "roadmap_storage_available") == 0
    assert one(families, "roadmap_refusals_total", reason="rate") == 0
    assert "roadmap_queue_length" not in families


def test_many_may_scrape_while_others_send(off: CheckedApp) -> None:
    apps = [CheckedApp(off.app) for _ in range(4)]

    def visit(app: CheckedApp) -> None:
        app.post_json("/api/v1/submissions", {"exercise": KEY, "files": RIGHT})
        assert read(app.get("/metrics"))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(visit, apps))
    assert one(read(off.get("/metrics")), "roadmap_submissions_total", kind="check") == 4


@pytest.mark.sandbox
def test_warm_processes_and_runs_by_runtime(make_api: Callable[..., CheckedApp], runner: Runner) -> None:
    api = make_api(dispatch=True)
    start_dispatcher(api.app.registry)
    sent = api.post_json("/api/v1/submissions", {"exercise": KEY, "files": RIGHT}).json
    assert "event: finished" in api.get(sent["events"]).text
    stop_dispatcher(api.app.registry)
    families = read(api.get("/metrics"))
    runtime = api.app.registry.catalogue.exercise_by_key(KEY).runtime
    assert one(families, "roadmap_verdicts_total", kind="check", runtime=runtime, state="passed") == 1
    assert one(families, "roadmap_run_duration_seconds_count", kind="check", runtime=runtime) == 1
    assert one(families, "roadmap_queue_wait_seconds_count", runtime=runtime) == 1
    assert one(families, "roadmap_warm_process_up", runtime=runtime) == 1
    # A Python that has imported anything at all takes more than a megabyte, and no warm process takes ten gigabytes.
    assert 1e6 < one(families, "roadmap_warm_process_memory_bytes", runtime=runtime) < 1e10
    assert one(families, "roadmap_warm_process_restarts_total", runtime=runtime) == 0
