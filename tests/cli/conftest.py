"""The command on a site of the plugins in tests/pkgs."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from click.testing import CliRunner

from roadmap.cli import main
from roadmap.testing.databases import site_database

PKGS = Path(__file__).parents[1] / "pkgs"
CONFIGURATION = """\
[app:main]
use = egg:roadmap
roadmap.data = {data}
roadmap.database = {database}
roadmap.runtimes = {runtimes}
roadmap.development = {development}
roadmap.secret = a secret for tests, which is long enough
roadmap.runner = {runner}
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command left: its exit status, and what it printed."""

    returncode: int
    stdout: str
    stderr: str


Command = Callable[..., Outcome]


@pytest.fixture
def ini(tmp_path: Path, roadmap_runtimes: Path) -> Callable[..., Path]:
    """A function that writes an .ini file."""

    def write(**values: str) -> Path:
        defaults = {"data": tmp_path / "data", "runtimes": roadmap_runtimes, "development": "true", "runner": "local"}
        defaults["database"] = site_database(tmp_path / "data")
        file = tmp_path / "site.ini"
        file.write_text(CONFIGURATION.format(**{**defaults, **values}))
        return file

    return write


@pytest.fixture
def roadmap(tmp_path: Path, ini: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Command:
    """A function: arguments of the command to its outcome. `plugins` are folders in tests/pkgs; no others are used."""
    for name in [name for name in os.environ if name.startswith("ROADMAP_")]:
        monkeypatch.delenv(name)
    # Plugins that are installed beside these have tests of their own.
    installed = {entry.name for entry in entry_points(group="roadmap.plugins")}
    monkeypatch.setenv("ROADMAP_PLUGINS_DISABLED", " ".join(sorted(installed)))
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, plugins: tuple[str, ...] = ("good",), config: Path | None = None) -> Outcome:
        with monkeypatch.context() as patch:
            for name in plugins:
                patch.syspath_prepend(PKGS / name)
            result = CliRunner().invoke(main, ["-c", str(config or ini()), *arguments])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Outcome(result.exit_code, result.stdout, result.stderr)

    return run
