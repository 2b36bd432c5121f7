"""The command itself: quick, helpful, and its errors are messages instead of tracebacks."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.cli.conftest import Command

from roadmap.cli import main
from roadmap.cli.group import COMMANDS


def test_help_names_every_command_and_imports_none_of_them() -> None:
    code = "import sys; from roadmap.cli import main; main(['--help'], standalone_mode=False); print(*sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert all(name in answer.stdout for name in COMMANDS)
    assert not {"pyramid", "sqlalchemy", "roadmap.cli.grade", "pytest"} & set(answer.stdout.split())


def test_help_is_quick() -> None:
    # The best of three: others work on this machine too.
    times = []
    for _ in range(3):
        began = time.monotonic()
        subprocess.run([Path(sys.executable).parent / "roadmap", "--help"], capture_output=True, check=True)
        times.append(time.monotonic() - began)
    assert min(times) < 1


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    answer = CliRunner().invoke(main, [name, "--help"])
    assert answer.exit_code == 0, answer.output
    assert "Example: roadmap" in " ".join(answer.output.split())


def test_every_commands_first_line_is_that_of_the_list() -> None:
    for name in COMMANDS:
        command = main.get_command(None, name)  # type: ignore[arg-type]
        assert command is not None and command.name == name


def test_without_a_configuration_it_says_how_to_name_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ROADMAP_INI", raising=False)
    answer = CliRunner().invoke(main, ["plugins"])
    assert answer.exit_code == 2
    assert "there is no development.ini here: name the site's .ini file with --config" in answer.output


def test_a_configuration_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROADMAP_INI", str(tmp_path / "gone.ini"))
    answer = CliRunner().invoke(main, ["plugins"])
    assert answer.exit_code == 2 and "gone.ini" in answer.output


def test_bad_settings_are_a_message(roadmap: Command, ini: Callable[..., Path]) -> None:
    answer = roadmap("plugins", config=ini(runner="sometimes"))
    assert answer.returncode == 1
    assert "roadmap.runner" in answer.stderr and "Traceback" not in answer.stderr


def test_the_environment_names_the_configuration(roadmap: Command, ini: Callable[..., Path]) -> None:
    file = ini()
    command = [Path(sys.executable).parent / "roadmap", "db", "current", "--json"]
    answer = subprocess.run(
        command,
        env={"ROADMAP_INI": str(file), "ROADMAP_PLUGINS_ON_ERROR": "quarantine"},
        capture_output=True,
        text=True,
        cwd="/",
    )
    assert '"up_to_date": false' in answer.stdout, answer.stderr
