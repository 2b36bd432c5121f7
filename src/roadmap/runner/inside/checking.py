"""Our pytest plugin: the fixtures of checks.py, and each check's outcome told the moment it is known."""

from __future__ import annotations

import contextlib
import json
import random as random_library
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import psycopg
import pytest

from . import running, web_socket
from . import world as worlds
from .clients import CLIENTS
from .expecting import Expectation, Unexpected
from .service_client import ServiceDown

LAST_WORDS_SECONDS = 0.1
Tell = Callable[..., None]


class Plugin:
    """Fixtures and hooks of one run."""

    _world: worlds.World
    _tell: Tell
    _wait: Callable[[], None]

    def __init__(self) -> None:
        self.broken = ""
        """Why checks.py, or a part of it, could not be collected: its author's fault, never the learner's."""

    def bind(self, world: worlds.World, tell: Tell, wait: Callable[[], None]) -> None:
        """Made before the fork, it learns after it which run it is for; `wait` waits for the program to be up."""
        self._world = world
        self._tell = tell
        self._wait = wait

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self) -> None:
        """By now checks.py has been read, at the time in which the program was starting."""
        self._wait()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self._report: dict[str, Any] = {
            "check": item.name,
            "outcome": "error",
            "feedback": "",
            "expected": None,
            "got": None,
        }
        self._held: set[str] = set()
        self._tell(begin=item.name)
        result = yield
        if self._held == {"setup", "call", "teardown"}:
            self._report["outcome"] = "passed"
        self._tell(**self._report)
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
        report: Any = yield
        if report.outcome == "passed" and not hasattr(report, "wasxfail"):
            self._held.add(report.when)
        elif "feedback" in self._report and not self._report["feedback"]:
            problem = call.excinfo.value if call.excinfo else None
            self._report.update(_words(problem))
        return report  # type: ignore[no-any-return]

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.broken += str(report.longrepr)

    @pytest.fixture(autouse=True)
    def _fresh_services(self) -> None:
        """Each check finds every service running and empty, whatever the one before did to it."""
        for service in self._world.services.values():
            service.refresh()

    @pytest.fixture(autouse=True)
    def _all_programs(self, _fresh_services: None) -> None:
        """And every program running."""
        for program in self._world.programs.values():
            program.start()

    @pytest.fixture
    def programs(self) -> running.Programs:
        return self._world.programs

    @pytest.fixture
    def http(self) -> httpx.Client:
        return self._world.new_http()

    @pytest.fixture
    def new_http(self) -> Callable[..., httpx.Client]:
        return self._world.new_http

    @pytest.fixture
    def websocket(self) -> Iterator[web_socket.WebSockets]:
        opener = self._world.websockets()
        yield opener
        opener.close()

    @pytest.fixture
    def call(self) -> running.Call:
        return self._world.call

    @pytest.fixture
    def probe(self) -> running.Call:
        return self._world.probe

    @pytest.fixture
    def random(self, request: pytest.FixtureRequest) -> random_library.Random:
        return self._world.random(request.node.name)

    @pytest.fixture
    def expect(self) -> type[Expectation]:
        return Expectation

    @pytest.fixture
    def sources(self) -> worlds.Sources:
        return self._world.sources

    @pytest.fixture
    def files(self) -> worlds.Files:
        return self._world.files

    @pytest.fixture
    def logs(self) -> Callable[[], str]:
        return self._world.logs


def _add_fixtures_of_services() -> None:
    """Named by the services themselves, so that one more of these brings its own."""
    for client in CLIENTS.values():
        for name in client.fixtures:
            setattr(Plugin, name, pytest.fixture(name=name)(_fixture_of_service(name)))


def _fixture_of_service(name: str) -> Callable[[Plugin], Any]:
    def fixture(self: Plugin) -> Any:
        return getattr(self._world, name)

    fixture.__name__ = name
    return fixture


_add_fixtures_of_services()


def _words(problem: BaseException | None) -> dict[str, Any]:
    """Feedback and outcome for what a check raised. Empty feedback: the supervisor has the requirement's own words."""
    if isinstance(problem, Unexpected):
        return {"outcome": "failed", "feedback": str(problem), "expected": problem.expected, "got": problem.got}
    if isinstance(problem, AssertionError):
        return {"outcome": "failed", "feedback": _text(problem)}
    if isinstance(problem, running.Raised):
        where = f" ({problem.place})" if problem.place else ""
        # A probe's function is ours, and its name tells a learner nothing.
        culprit = "The program" if problem.target.startswith("probe:") else problem.target
        memory = {"note": "memory"} if problem.type == "MemoryError" else {}
        return {
            "outcome": "failed",
            "feedback": f"{culprit} raised {problem}{where}",
            **memory,
        }
    if isinstance(problem, running.AnswerTooLarge):
        return {"outcome": "failed", "feedback": f"The program sent {problem}."}
    if isinstance(problem, ServiceDown):
        return {"outcome": "failed", "feedback": str(problem)}
    if isinstance(problem, (web_socket.Refused, web_socket.Closed, web_socket.Silent, web_socket.TooLarge)):
        return {"outcome": "failed", "feedback": str(problem)}
    if isinstance(problem, httpx.TimeoutException):
        return {"outcome": "failed", "feedback": "The program did not answer in time."}
    if isinstance(problem, (httpx.TransportError, running.ProgramSilent)):
        # One that has just died hangs up before anybody can know that it has ended. How it did is the better answer,
        # and comes from the supervisor, which ends this run then.
        time.sleep(LAST_WORDS_SECONDS)
        return {"outcome": "failed", "feedback": "The program did not answer."}
    if isinstance(problem, psycopg.errors.LockNotAvailable):
        return {
            "outcome": "failed",
            "feedback": "The program holds a lock in the database: is a transaction left open?",
        }
    if isinstance(problem, psycopg.Error) and problem.diag.message_primary:
        # What a check asks for is not there, most often; the words are the server's, and hold nothing of the query's.
        return {"outcome": "failed", "feedback": f"The database answered: {problem.diag.message_primary}."}
    if isinstance(problem, httpx.DecodingError):
        return {"outcome": "failed", "feedback": "The body of an answer is not encoded as its headers say."}
    if isinstance(problem, json.JSONDecodeError):
        return {"outcome": "failed", "feedback": "What the program sent should be JSON and is not."}
    return {"outcome": "error"}


def _text(problem: AssertionError) -> str:
    with contextlib.suppress(BaseException):
        return str(problem.args[0])[:4000] if problem.args else ""
    return ""
