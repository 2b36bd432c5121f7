"""`roadmap worker` refuses what could not work, and says what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import Command


def celery(ini: Callable[..., Path], **more: str) -> Path:
    file = ini(runner="celery", **more)
    file.write_text(file.read_text() + "roadmap.broker = redis+socket:///nowhere/redis.sock\n")
    return file


def test_a_site_that_runs_programs_itself_needs_none(roadmap: Command) -> None:
    answer = roadmap("worker")
    assert answer.returncode == 2
    assert "roadmap.runner is local, so nobody would send work: set it to celery, here and there" in answer.stderr


def test_runtimes_must_be_built_first(roadmap: Command, ini: Callable[..., Path], tmp_path: Path) -> None:
    answer = roadmap("worker", config=celery(ini, runtimes=str(tmp_path / "none")))
    assert answer.returncode == 1
    assert "roadmap runtimes build" in answer.stderr


def test_tables_must_be_those_of_this_version(roadmap: Command, ini: Callable[..., Path]) -> None:
    answer = roadmap("worker", config=celery(ini, development="false"))
    assert answer.returncode == 1
    assert "run `roadmap db upgrade` with the same .ini file" in answer.stderr


def test_other_commands_run_code_on_this_machine(roadmap: Command, ini: Callable[..., Path]) -> None:
    answer = roadmap("plugins", config=celery(ini))
    assert answer.returncode == 0, answer.stderr
