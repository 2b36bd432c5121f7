"""What this process runs: its runner, opened for the first job, and its queue, worked off from the first request on.

Making the application starts neither, since commands such as proutes make it too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import Lock
from typing import TYPE_CHECKING

from pyramid.config import Configurator
from pyramid.events import NewRequest
from pyramid.registry import Registry

from roadmap.learning import start_dispatcher, stop_dispatcher
from roadmap.runner.runner import EventSink, KeepsWarm, Runner, Runtime, Unavailable, WarmProcess, ignore

if TYPE_CHECKING:
    from roadmap.runner.job import Job
    from roadmap.runner.verdict import Verdict
    from roadmap.settings import Settings


def includeme(config: Configurator) -> None:
    registry = config.registry
    # Plugins add to the runtimes until the site is made; the runner gets them when it is opened.
    registry.runner = LazyRunner(lambda: open_for(registry.roadmap, registry.runtimes))
    config.add_subscriber(Started(), NewRequest)


class Started:
    """Starts the dispatcher with the first request that this process answers, under whatever server."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._done = False

    def __call__(self, event: NewRequest) -> None:
        if self._done:
            return
        with self._lock:
            if not self._done:
                _start(event.request.registry)
                self._done = True


def _start(registry: Registry) -> None:
    if registry.roadmap.dispatch and registry.roadmap.runner_warm == "start":
        # Returns at once; warm processes start in the background.
        registry.runner.problem()
    start_dispatcher(registry)


def shut_down(registry: Registry) -> None:
    """End what this process runs; submissions that have not ended by then are queued again. Safe to repeat."""
    stop_dispatcher(registry)
    registry.runner.close()


def open_for(settings: Settings, runtimes: Mapping[str, Runtime]) -> Runner:
    """The runner that the settings ask for."""
    from roadmap.runner import open_runner

    if settings.runner == "off":
        return Unavailable("Running code is turned off on this site (roadmap.runner = off).")
    runner: Runner = open_runner(
        runtimes,
        data=settings.data,
        slots=settings.runner_slots,
        warm=settings.runner_warm,
        root=settings.runtimes,
    )
    return runner


class LazyRunner:
    """A runner that is opened when it is first asked for something. Safe to call from several threads."""

    def __init__(self, open: Callable[[], Runner]) -> None:
        self._open = open
        self._lock = Lock()
        self._runner: Runner | None = None
        self._closed = False

    def execute(self, job: Job, on_event: EventSink = ignore, cancelled: Callable[[], bool] = lambda: False) -> Verdict:
        return self._opened().execute(job, on_event, cancelled)

    def problem(self) -> str | None:
        return self._opened().problem()

    def warm_processes(self) -> tuple[WarmProcess, ...]:
        with self._lock:
            runner = self._runner
        return runner.warm_processes() if isinstance(runner, KeepsWarm) else ()

    def close(self) -> None:
        with self._lock:
            self._closed = True
            if self._runner is not None:
                self._runner.close()

    def _opened(self) -> Runner:
        with self._lock:
            if self._closed:
                return Unavailable("The site is shutting down: send it again in a moment.")
            if self._runner is None:
                self._runner = self._open()
            return self._runner
