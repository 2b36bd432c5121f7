"""What has happened since the process began, counted for Prometheus: verdicts, waits, run times, refusals."""

from __future__ import annotations

from typing import Literal

from prometheus_client import CollectorRegistry, Counter, Histogram

from roadmap.runner.verdict import State, Verdict

Refusal = Literal["rate", "queue_full", "unavailable"]
REFUSALS: tuple[Refusal, ...] = ("rate", "queue_full", "unavailable")
BUCKETS = (0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)


class Figures:
    """Safe to use from several threads. Every application has its own, so that two in one process do not mix.

    Labels are bounded: runtimes are those that plugins declare, kinds and states are the product's own.
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._submissions = self._counter("roadmap_submissions", "Submissions that were accepted.", "kind")
        self._started = self._counter("roadmap_runs_started", "Runs that have begun.", "kind", "runtime")
        self._verdicts = self._counter("roadmap_verdicts", "Verdicts that were stored.", "kind", "runtime", "state")
        self._refusals = self._counter(
            "roadmap_refusals",
            "What was not run: more than is fair (rate), more than can wait (queue_full), or our fault (unavailable).",
            "reason",
        )
        self._waits = self._histogram("roadmap_queue_wait_seconds", "From sent to begun.", "runtime")
        self._runs = self._histogram("roadmap_run_duration_seconds", "From begun to verdict.", "kind", "runtime")
        for reason in REFUSALS:
            # There from the start: a rate over a series that appears with its first event misses that event.
            self._refusals.labels(reason)
        for kind in ("check", "run"):
            self._submissions.labels(kind)

    def accepted(self, kind: str) -> None:
        self._submissions.labels(kind).inc()

    def refused(self, reason: Refusal) -> None:
        self._refusals.labels(reason).inc()

    def began(self, kind: str, runtime: str, waited: float) -> None:
        """:param waited: seconds in the queue."""
        self._started.labels(kind, runtime).inc()
        self._waits.labels(runtime).observe(waited)

    def judged(self, kind: str, runtime: str, verdict: Verdict, seconds: float) -> None:
        """:param seconds: for which it kept a slot busy."""
        self._verdicts.labels(kind, runtime, verdict.state.value).inc()
        self._runs.labels(kind, runtime).observe(seconds)
        if verdict.state is State.UNAVAILABLE:
            self.refused("unavailable")

    def _counter(self, name: str, meaning: str, *labels: str) -> Counter:
        return Counter(name, meaning, labels, registry=self.registry)

    def _histogram(self, name: str, meaning: str, *labels: str) -> Histogram:
        return Histogram(name, meaning, labels, registry=self.registry, buckets=BUCKETS)
