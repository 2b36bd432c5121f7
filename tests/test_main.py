"""The two .ini files, as Pyramid's own commands and its server see them."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from roadmap.log import JSONFormatter
from roadmap.settings import Settings
from roadmap.storage import upgrade

ROOT = Path(__file__).parent.parent
PKGS = Path(__file__).parent / "pkgs"
BIN = Path(sys.executable).parent


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A site of its own: data, secret and tables, with the good plugin next to what is installed."""
    data = tmp_path / "data"
    upgrade(Settings.from_ini({"roadmap.data": str(data), "roadmap.secret": "s" * 40}, {}))
    return {
        **os.environ,
        "ROADMAP_DATA": str(data),
        "ROADMAP_SECRET": "s" * 40,
        "ROADMAP_RUNNER_WARM": "first_use",
        "PYTHONPATH": str(PKGS / "good"),
    }


def run(environment: dict[str, str], *command: str, stdin: str = "") -> str:
    done = subprocess.run(
        [BIN / command[0], *command[1:]],
        env=environment,
        cwd=ROOT,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=90,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("ini", ["development.ini", "production.ini"])
def test_pyramids_commands_work_and_start_nothing(environment: dict[str, str], ini: str) -> None:
    routes = run(environment, "proutes", ini)
    assert "/learn/{section}/{lesson}" in routes
    assert "good.lab" in routes
    assert "/learn/good/lab" in routes
    assert "good.lab" in run(environment, "pviews", ini, "/learn/good/lab")
    shell = "print([section.id for section in registry.catalogue.sections if section.id == 'good'])\n"
    assert "['good']" in run(environment, "pshell", ini, stdin=shell)
    assert not (Path(environment["ROADMAP_DATA"]) / "dispatcher.lock").exists()


def test_production_refuses_to_start_without_a_secret(environment: dict[str, str], tmp_path: Path) -> None:
    del environment["ROADMAP_SECRET"]
    environment["ROADMAP_SECRET_FILE"] = str(tmp_path / "secret")
    done = subprocess.run(
        [BIN / "proutes", "production.ini"], env=environment, cwd=ROOT, capture_output=True, text=True, timeout=90
    )
    assert done.returncode != 0
    assert "roadmap.secret: missing; set ROADMAP_SECRET, or write a secret to" in done.stderr


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(ini: str, environment: dict[str, str], tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    port = free_port()
    file = tmp_path / ini
    file.write_text((ROOT / ini).read_text().replace("localhost:6543", f"localhost:{port}"))
    process = subprocess.Popen(
        [BIN / "pserve", str(file)], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    try:
        yield process, port
    finally:
        process.kill()
        process.communicate()


def wait_for(condition: Callable[[], Any], seconds: float = 60) -> Any:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if result := condition():
            return result
        time.sleep(0.1)
    raise AssertionError("waited in vain")


def answers(port: int) -> int | None:
    try:
        with urllib.request.urlopen(f"http://localhost:{port}/healthz", timeout=5) as answer:
            return int(answer.status)
    except (urllib.error.URLError, OSError):
        return None


def dispatches(data: Path) -> bool:
    """Whether a process holds the lock of those who work off the queue."""
    file = data / "dispatcher.lock"
    if not file.exists():
        return False
    with file.open("r+") as stream:
        try:
            fcntl.lockf(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


@pytest.mark.parametrize("ini", ["development.ini", "production.ini"])
def test_pserve_serves_works_off_the_queue_unasked_and_stops_when_told(
    environment: dict[str, str], tmp_path: Path, ini: str
) -> None:
    data = Path(environment["ROADMAP_DATA"])
    with served(ini, environment, tmp_path) as (process, port):
        wait_for(lambda: dispatches(data))
        assert wait_for(lambda: answers(port)) == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0
    assert not dispatches(data)


def test_log_lines_are_json() -> None:
    import logging

    try:
        raise ValueError("broken")
    except ValueError:
        record = logging.LogRecord("roadmap", logging.ERROR, __file__, 1, 'said "%s"', ("no\nthing",), sys.exc_info())
    line = JSONFormatter().format(record)
    assert "\n" not in line
    entry = json.loads(line)
    assert (entry["level"], entry["logger"], entry["message"]) == ("ERROR", "roadmap", 'said "no\nthing"')
    assert entry["traceback"].endswith("ValueError: broken")
