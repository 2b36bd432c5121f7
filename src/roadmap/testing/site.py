"""Sites for tests: made of chosen plugins in a folder of their own, and taken down afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from pyramid.registry import Registry
from webtest import TestApp

from roadmap import assemble
from roadmap.execution import LazyRunner, open_for
from roadmap.learning import stop_dispatcher
from roadmap.plugins import Plugin, discover
from roadmap.runner.runner import Runner
from roadmap.settings import Settings
from roadmap.testing.databases import site_database

SECRET = "a secret for tests, which is long enough"  # noqa: S105


def named(names: Iterable[str]) -> tuple[Plugin, ...]:
    """The installed plugins of these names.

    :raises LookupError: one is not installed; says which are.
    """
    wanted = set(names)
    installed = discover()
    missing = wanted - {plugin.id for plugin in installed}
    if missing:
        there = ", ".join(plugin.id for plugin in installed) or "none"
        raise LookupError(f"not installed: {', '.join(sorted(missing))} (plugins that are: {there})")
    return tuple(plugin for plugin in installed if plugin.id in wanted)


def settings_for(data: Path, **fields: Any) -> Settings:
    """Settings of a site in a folder of its own, which takes nothing out of the queue unless it is told to."""
    database = fields.get("database") or site_database(data)
    return Settings(
        **{
            "data": data,
            "database": database,
            "secret": SECRET,
            "development": True,
            "dispatch": False,
            # A service worker would load a dozen files for each of a test's visitors.
            "offline": False,
            **fields,
        }
    )


class Sites:
    """Makes sites, and closes what they opened when the test is over."""

    def __init__(self, folder: Path, *, runner: Runner, runtimes: Path) -> None:
        self._folder = folder
        self._runner = runner
        self._runtimes = runtimes
        self._made: list[Registry] = []

    def __enter__(self) -> Sites:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for registry in self._made:
            _close(registry)

    def make(self, plugins: Sequence[Plugin], **fields: Any) -> TestApp:
        """A site of these plugins; `fields` are those of `Settings`. Made twice, it finds the data of the first."""
        settings = settings_for(**{"data": self._folder / "data", "runtimes": self._runtimes, **fields})
        settings.data.mkdir(parents=True, exist_ok=True)
        config = assemble(settings, {}, plugins)
        if settings.runner == "local":
            config.registry.runner = self._runner
        self._made.append(config.registry)
        return TestApp(config.make_wsgi_app())


def _close(registry: Registry) -> None:
    # Not the runner, which outlives the site: the session's sites share it.
    stop_dispatcher(registry)
    registry.sessionmaker.kw["bind"].dispose()


@contextmanager
def session_runner(plugins: Callable[[], Sequence[Plugin]], data: Path, runtimes: Path) -> Iterator[Runner]:
    """A runner with the runtimes of `plugins`, which are looked up when it is first used, and closed at the end."""

    def open_it() -> Runner:
        # Somebody else's broken plugin is not what is tested; one that is stops the start of its own site.
        settings = settings_for(data, runtimes=runtimes, plugins_on_error="quarantine")
        return open_for(settings, assemble(settings, {}, plugins()).registry.runtimes)

    runner = LazyRunner(open_it)
    try:
        yield runner
    finally:
        runner.close()
