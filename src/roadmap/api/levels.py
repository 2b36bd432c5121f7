"""Levels for Prometheus, read when somebody asks and not before: the queue, the runner, its warm processes.

A site has them all at `/metrics`; a worker has those of its runner (`roadmap worker --metrics`).
"""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from pyramid.config import Configurator
from pyramid.registry import Registry
from sqlalchemy import func, select

from roadmap.learning.models import SubmissionRow
from roadmap.runner import KeepsWarm, Runner, WarmProcess
from roadmap.storage import StorageUnavailable, now, reading


def includeme(config: Configurator) -> None:
    config.registry.levels = CollectorRegistry()
    config.registry.levels.register(Levels(config.registry))


class Levels(Collector):
    """What is so at this moment. What has happened so far is counted in `roadmap.learning.figures`."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def describe(self) -> list[Metric]:
        """Nothing, so that registering does not read the database."""
        return []

    def collect(self) -> Iterator[Metric]:
        try:
            yield from self._queue()
        except StorageUnavailable:
            # What this process knows by itself is worth most when the database is away.
            yield GaugeMetricFamily("roadmap_storage_available", "1 where the database can be read.", 0)
        else:
            yield GaugeMetricFamily("roadmap_storage_available", "1 where the database can be read.", 1)
        yield from RunnerLevels(self._registry.runner).collect()

    def _queue(self) -> Iterator[Metric]:
        with reading(self._registry.sessionmaker) as db:
            states = {
                state: (count, oldest)
                for state, count, oldest in db.execute(
                    select(SubmissionRow.state, func.count(), func.min(SubmissionRow.created_at))
                    .where(SubmissionRow.state.in_(("queued", "running")))
                    .group_by(SubmissionRow.state)
                )
            }
        queued, oldest = states.get("queued", (0, None))
        age = max(0.0, (now() - oldest).total_seconds()) if oldest else 0.0
        yield GaugeMetricFamily("roadmap_queue_length", "Submissions that wait.", queued)
        yield GaugeMetricFamily("roadmap_queue_oldest_age_seconds", "How long the oldest of them has waited.", age)
        yield GaugeMetricFamily("roadmap_running", "Submissions that run now.", states.get("running", (0, None))[0])


class RunnerLevels(Collector):
    """Whether a runner can run programs, and what it keeps warm for them."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def collect(self) -> Iterator[Metric]:
        problem = self._runner.problem()
        yield GaugeMetricFamily("roadmap_runner_available", "1 where programs can be run.", int(problem is None))
        if isinstance(self._runner, KeepsWarm):
            yield from _warm(self._runner.warm_processes())


def _warm(processes: tuple[WarmProcess, ...]) -> Iterator[Metric]:
    up = GaugeMetricFamily("roadmap_warm_process_up", "1 while it lives.", labels=["runtime"])
    memory = GaugeMetricFamily(
        "roadmap_warm_process_memory_bytes", "Of it and of the runs that it has forked.", labels=["runtime"]
    )
    restarts = CounterMetricFamily(
        "roadmap_warm_process_restarts", "How often it had to be started anew.", labels=["runtime"]
    )
    for process in processes:
        up.add_metric([process.runtime], int(process.up))
        memory.add_metric([process.runtime], process.memory_bytes)
        restarts.add_metric([process.runtime], process.restarts)
    yield from (up, memory, restarts)
