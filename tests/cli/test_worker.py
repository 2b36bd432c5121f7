"""`roadmap worker` refuses what could not work, and says what to do."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import pytest
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


def test_an_address_for_metrics_is_a_host_and_a_port(roadmap: Command, ini: Callable[..., Path]) -> None:
    for wrong in ("9100", "127.0.0.1:", "127.0.0.1:99999"):
        answer = roadmap("worker", "--metrics", wrong, config=celery(ini))
        assert answer.returncode == 2
        assert f"'{wrong}' should be HOST:PORT, as in 127.0.0.1:9100" in answer.stderr


@pytest.mark.sandbox
def test_an_address_for_metrics_that_is_taken_is_named(roadmap: Command, ini: Callable[..., Path]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = roadmap("worker", "--metrics", f"127.0.0.1:{port}", config=celery(ini))
    assert answer.returncode == 1
    assert f"--metrics can't listen on 127.0.0.1 port {port}: Address already in use" in answer.stderr


def test_tables_must_be_those_of_this_version(roadmap: Command, ini: Callable[..., Path]) -> None:
    answer = roadmap("worker", config=celery(ini, development="false"))
    assert answer.returncode == 1
    assert "run `roadmap db upgrade` with the same .ini file" in answer.stderr


def test_other_commands_run_code_on_this_machine(roadmap: Command, ini: Callable[..., Path]) -> None:
    answer = roadmap("plugins", config=celery(ini))
    assert answer.returncode == 0, answer.stderr
