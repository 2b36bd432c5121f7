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

from roadmap.learning import Dispatching, start_dispatcher, stop_dispatcher
from roadmap.runner.runner import EventSink, KeepsWarm, Runner, Runtime, Unavailable, WarmProcess, ignore

if TYPE_CHECKING:
    from roadmap.runner.job import Job
    from roadmap.runner.local import LocalRunner
    from roadmap.runner.verdict import Verdict
    from roadmap.settings import Settings
    from roadmap.workers import Listener


def includeme(config: Configurator) -> None:
    registry = config.registry
    # Plugins add to the runtimes until the site is made; the runner gets them when it is opened.
    open_it = _open_remote if registry.roadmap.runner == "celery" else _open_local
    registry.runner = LazyRunner(lambda: open_it(registry))
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
    settings: Settings = registry.roadmap
    if settings.dispatch and settings.runner_warm == "start":
        # Returns at once; warm processes start in the background.
        registry.runner.problem()
    if settings.dispatch and settings.runner == "celery" and registry.dispatcher is None:
        registry.dispatcher = _front(registry)
    start_dispatcher(registry)


def shut_down(registry: Registry) -> None:
    """End what this process runs; submissions that have not ended by then are queued again. Safe to repeat."""
    stop_dispatcher(registry)
    registry.runner.close()


def open_for(settings: Settings, runtimes: Mapping[str, Runtime]) -> LocalRunner | Unavailable:
    """The runner of this machine, with the settings' slots; one that refuses where code is not to be run."""
    from roadmap.runner import open_runner

    if settings.runner == "off":
        return Unavailable("Running code is turned off on this site (roadmap.runner = off).")
    return open_runner(
        runtimes,
        data=settings.data,
        slots=settings.runner_slots,
        warm=settings.runner_warm,
        root=settings.runtimes,
    )


def _open_local(registry: Registry) -> Runner:
    return open_for(registry.roadmap, registry.runtimes)


# Celery is imported only where it is used.


def _open_remote(registry: Registry) -> Runner:
    from roadmap.workers import RemoteRunner
    from roadmap.workers.broker import make_app

    return RemoteRunner(make_app(registry.roadmap.broker), _listener(registry))


def _front(registry: Registry) -> Dispatching:
    from roadmap.workers import Front
    from roadmap.workers.broker import make_app

    settings: Settings = registry.roadmap
    return Front(
        registry.sessionmaker,
        make_app(settings.broker),
        _listener(registry),
        registry.run_events,
        lease_seconds=settings.runner_lease,
    )


def _listener(registry: Registry) -> Listener:
    """One for each process, whoever needs it first."""
    from roadmap.workers import Listener
    from roadmap.workers.broker import make_app

    if getattr(registry, "listener", None) is None:
        registry.listener = Listener(make_app(registry.roadmap.broker), registry.run_events)
    listener: Listener = registry.listener
    return listener


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
