"""What commands work with: the site of an .ini file, made no further than a command asks for."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pyramid.registry import Registry

    from roadmap.catalogue import Catalogue, Exercise
    from roadmap.plugins import PluginState
    from roadmap.runner.runner import Runner, Runtime
    from roadmap.settings import Settings

DEFAULT_FILE = "development.ini"


class Site:
    """The site that the .ini file describes; parts are made on first use. What a command opens is closed at its end."""

    def __init__(self, config: Path | None = None) -> None:
        self._config = config
        self._resources = ExitStack()

    def __enter__(self) -> Site:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @cached_property
    def file(self) -> Path:
        """The .ini file. :raises click.UsageError: none was named and none is here."""
        if self._config is not None:
            return self._config
        named = os.environ.get("ROADMAP_INI")
        file = Path(named or DEFAULT_FILE)
        if not file.is_file():
            reason = f"$ROADMAP_INI names {file}, which is not there" if named else f"there is no {DEFAULT_FILE} here"
            raise click.UsageError(f"{reason}: name the site's .ini file with --config")
        return file

    @cached_property
    def ini(self) -> Mapping[str, str]:
        """The application's section of the .ini file."""
        from pyramid.paster import get_appsettings

        return dict(get_appsettings(str(self.file.resolve())))

    @cached_property
    def settings(self) -> Settings:
        """:raises SettingsError: lists everything that can't be used."""
        from roadmap.settings import Settings

        return Settings.from_ini({key: value for key, value in self.ini.items() if key.startswith("roadmap.")})

    @cached_property
    def registry(self) -> Registry:
        """Of the whole application, with all plugins, on a database and a data folder of its own that go when we go.

        So a command works beside a running server and takes nothing out of its queue, and works where the site's
        database is away or its tables are old. Runtimes are the site's.
        """
        from roadmap import assemble

        folder = Path(self._resources.enter_context(TemporaryDirectory(prefix="roadmap-")))
        # The sandbox's user, which is not ours, has to pass through.
        folder.chmod(0o755)
        scratch = replace(
            self.settings,
            data=folder,
            database=f"sqlite:///{folder / 'scratch.sqlite'}",
            dispatch=False,
            runner="off" if self.settings.runner == "off" else "local",
            development=True,  # brings the tables up to date
        )
        return assemble(scratch, self.ini).registry

    @cached_property
    def serving_registry(self) -> Registry:
        """Of the whole application, with all plugins, on the site's own database and data folder."""
        from roadmap import assemble
        from roadmap.storage import prepare_tables

        registry = assemble(self.settings, self.ini).registry
        prepare_tables(registry)
        self._resources.callback(registry.sessionmaker.kw["bind"].dispose)
        return registry

    @property
    def migrations(self) -> Sequence[str]:
        """The folders of plugins' migrations."""
        migrations: Sequence[str] = self.registry.migrations
        return migrations

    @property
    def catalogue(self) -> Catalogue:
        catalogue: Catalogue = self.registry.catalogue
        return catalogue

    @property
    def runtimes(self) -> Mapping[str, Runtime]:
        runtimes: Mapping[str, Runtime] = self.registry.runtimes
        return runtimes

    @cached_property
    def runner(self) -> Runner:
        """Opened when it is first given a job."""
        runner: Runner = self.registry.runner
        self._resources.callback(runner.close)
        return runner

    @cached_property
    def report(self) -> Sequence[PluginState]:
        """The state of each plugin, also where a failed one stops the start."""
        from roadmap.plugins import PluginError

        try:
            report: Sequence[PluginState] = self.registry.plugin_report
        except PluginError as error:
            report = error.report
        return report

    def exercise(self, key: str) -> Exercise:
        """:raises click.UsageError: names those that there are."""
        exercise = self.catalogue.exercise_by_key(key)
        if exercise is None:
            known = [each.key for section in self.catalogue.sections for each in section.exercises]
            raise click.UsageError(f"there is no exercise {key!r}; there are: {', '.join(known) or 'none'}")
        return exercise

    def close(self) -> None:
        self._resources.close()
