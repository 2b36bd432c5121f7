"""The judge's process: runs checks.py (or an observer) against a program that it meets on sockets only."""

from __future__ import annotations

import contextlib
import gc
import json
import os
import socket
import traceback
import types
from typing import Any

import pytest
from _pytest.config import _prepareconfig  # pytest.main() in its parts; judge.txt pins pytest

from . import checking, wire
from .world import World

_ARGUMENTS = (
    "--assert=plain",  # messages of the author's, never source of the checks
    "--noconftest",
    "--import-mode=importlib",
    "--rootdir=/work",
    "--confcutdir=/work",
    "--continue-on-collection-errors",
    *(
        f"-pno:{name}"
        for name in ("cacheprovider", "terminal", "capture", "logging", "warnings", "faulthandler", "doctest")
    ),
    *(
        f"-pno:{name}"
        for name in ("junitxml", "pastebin", "debugging", "stepwise", "unittest", "setuponly", "setupplan")
    ),
    *(
        f"-pno:{name}"
        for name in ("threadexception", "unraisableexception", "recwarn", "legacypath", "nose", "subtests")
    ),
)

CHECKS = "/work/checks.py"


class Channel:
    """The line to the supervisor: what is seen goes out at once, questions wait for their answer."""

    def __init__(self, descriptor: int) -> None:
        self._line = socket.socket(fileno=descriptor)

    def tell(self, **what: Any) -> None:
        wire.send(self._line, what)

    def wait_for_program(self) -> None:
        self.ask(wait="program")

    def ask(self, **what: Any) -> Any:
        self.tell(ask=what)
        return wire.receive(self._line)


def main(job: dict[str, Any], channel: int) -> None:
    line = Channel(channel)
    gc.disable()  # it does not live long enough to need it
    try:
        os.environ.clear()
        os.environ.update(
            {"PATH": "/usr/bin:/bin", "HOME": "/work", "LANG": "C.UTF-8", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        )
        world = World(job, line.ask)
        {"check": _check, "observe": _observe, "page": _page}[job["task"]](job, world, line)
    except BaseException:
        with contextlib.suppress(BaseException):
            line.tell(fault=traceback.format_exc(limit=-8)[-4000:])
    os._exit(0)


def prepare(path: str) -> tuple[pytest.Session, checking.Plugin]:
    """pytest, ready to collect the file at `path`: all of its start-up, which a fork can inherit."""
    plugin = checking.Plugin()
    # An empty file as configuration: otherwise pytest looks upwards for one.
    config = _prepareconfig([path, "-c", "/dev/null", *_ARGUMENTS], plugins=[plugin])
    session = pytest.Session.from_config(config)
    config._do_configure()
    config.hook.pytest_sessionstart(session=session)
    return session, plugin


def run_pytest(session: pytest.Session) -> int:
    """Run the checks, with our fixtures and nobody else's configuration: pytest's exit code."""
    hook = session.config.hook
    try:
        hook.pytest_collection(session=session)
        hook.pytest_runtestloop(session=session)
        code = pytest.ExitCode.TESTS_FAILED if session.testsfailed else pytest.ExitCode.OK
        if session.testscollected == 0:
            code = pytest.ExitCode.NO_TESTS_COLLECTED
    except session.Failed:
        code = pytest.ExitCode.TESTS_FAILED
    except (KeyboardInterrupt, pytest.exit.Exception):
        code = pytest.ExitCode.INTERRUPTED
    except BaseException:
        code = pytest.ExitCode.INTERNAL_ERROR
    hook.pytest_sessionfinish(session=session, exitstatus=code)
    return int(code)


PREPARED: list[tuple[pytest.Session, checking.Plugin]] = []
"""What the warm process has made ready for its next fork."""


def _check(job: dict[str, Any], world: World, line: Channel) -> None:
    with open(CHECKS, "w", encoding="utf-8") as file:
        file.write(job["source"])
    session, plugin = PREPARED[0]
    plugin.bind(world, line.tell, line.wait_for_program)
    code = run_pytest(session)
    if plugin.broken or code not in (0, 1):
        line.tell(author=plugin.broken[-4000:] or f"pytest ended with {code}")
    line.tell(done=True)


def _observe(job: dict[str, Any], world: World, line: Channel) -> None:
    line.wait_for_program()
    module = types.ModuleType("observer")
    try:
        exec(compile(job["source"], "observer.py", "exec"), module.__dict__)
        facts = module.observe(job["input"], world)
        json.dumps(facts, allow_nan=False)
    except Exception:
        line.tell(author=traceback.format_exc(limit=-8)[-4000:])
        return
    line.tell(facts=facts)
    line.tell(done=True)


def _page(job: dict[str, Any], world: World, line: Channel) -> None:
    """What `curl -i` would show of the front page."""
    line.wait_for_program()
    answer = world.http.get("/")
    head = [
        f"HTTP/1.1 {answer.status_code} {answer.reason_phrase}",
        *(f"{name}: {value}" for name, value in answer.headers.items()),
    ]
    line.tell(page="\n".join(head) + "\n\n" + answer.text)
    line.tell(done=True)
