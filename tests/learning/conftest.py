"""A whole site without pages: real requests, transactions, cookies and databases, and programs that do as they say."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event as Flag
from types import MappingProxyType
from typing import Any, TypeVar

import pytest
from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.response import Response
from webtest import TestApp, TestRequest

from roadmap.catalogue import Catalogue, Check, Choice, Exercise, Lesson, Limits, Question, Quiz, Section
from roadmap.learning import Dispatcher, Submission, Trail
from roadmap.runner.job import Job
from roadmap.runner.runner import Event, EventSink, ignore
from roadmap.runner.verdict import State, Verdict
from roadmap.settings import Settings
from roadmap.testing.databases import database_settings, postgres_settings, postgres_url, sqlite_settings

__all__ = ["database_settings", "postgres_settings", "postgres_url", "sqlite_settings"]

T = TypeVar("T")
HERE = Path(__file__).parent


def make_exercise(id: str = "hello", edit: tuple[str, ...] = ("app.py", "more.py")) -> Exercise:
    return Exercise(
        section="demo",
        id=id,
        title="Hello",
        summary="Say hello.",
        difficulty=1,
        minutes=5,
        runtime="demo",
        program="python",
        entry="app:app",
        services=(),
        env=MappingProxyType({}),
        limits=Limits(),
        edit=edit,
        hints=(),
        needs=(),
        task="Say hello.",
        starter={**dict.fromkeys(edit, ""), "given.py": "x = 1\n"},
        solution={"app.py": "pass"},
        wrong=(),
        checks=(Check("test_it", "It works", 1),),
        checks_source="",
        probe_source=None,
        version="v1",
        path=HERE,
    )


def make_catalogue() -> Catalogue:
    questions = (
        Question("one", "Which?", (Choice("a", True, "yes"), Choice("b", False, "no"))),
        Question("two", "Which of these?", (Choice("a", True, ""), Choice("b", True, ""), Choice("c", False, ""))),
    )
    lesson = Lesson("demo", "first", "First", "The first.", 3, (), (), (), "Text.", 1, HERE)
    catalogue = Catalogue()
    catalogue.add(
        Section(
            id="demo",
            title="Demo",
            summary="A section.",
            hue=1,
            after=(),
            front="",
            lessons=(lesson,),
            exercises=(make_exercise(), make_exercise("other")),
            quiz=Quiz("demo", "Quiz", questions, HERE),
            distribution="roadmap-demo",
            version="1",
            path=HERE,
        )
    )
    return catalogue


class WordRunner:
    """Does what the program says, a word a line: pass, fail, say TEXT, sleep SECONDS, wait, unavailable, break, die."""

    def __init__(self) -> None:
        self.executed: list[Job] = []
        self.go_on = Flag()
        """Lets programs that `wait` go on."""
        self.trouble: str | None = None

    def execute(self, job: Job, on_event: EventSink = ignore, cancelled: Callable[[], bool] = lambda: False) -> Verdict:
        self.executed.append(job)
        state = State.PASSED
        on_event(Event("started"))
        for line in job.files.get("app.py", "").splitlines():
            word, _, rest = line.partition(" ")
            if word == "fail":
                state = State.FAILED
            elif word == "say":
                on_event(Event("output", {"stream": "stdout", "text": rest}))
            elif word == "sleep":
                time.sleep(float(rest))
            elif word == "wait":
                while not self.go_on.wait(0.01):
                    if cancelled():
                        return Verdict(state=State.CRASHED, message="cancelled")
            elif word == "unavailable":
                return Verdict.unavailable("the sandbox is on holiday")
            elif word == "break":
                raise RuntimeError("a runner must not do this")
            elif word == "die":
                os.kill(os.getpid(), signal.SIGKILL)
        on_event(Event("finished"))
        return Verdict(state=state, exercise=job.exercise, exercise_version=job.exercise_version)

    def problem(self) -> str | None:
        return self.trouble

    def close(self) -> None:
        pass


class Browser:
    """One visitor's browser: keeps cookies, and does what it is told inside a real request."""

    def __init__(self, site: Site, address: str = "192.0.2.1") -> None:
        self._app = TestApp(site.application, lint=False)
        self._address = address
        self._site = site

    def do(self, step: Callable[[Request], T], method: str = "POST", **environ: Any) -> T:
        results: list[T] = []
        environ = {"REMOTE_ADDR": self._address, **environ, "test.step": lambda request: results.append(step(request))}
        self._app.do_request(TestRequest.blank("/", environ, method=method))
        return results[0]

    def submit(self, *words: str, exercise: str = "hello") -> Submission:
        found = self._site.catalogue.exercise("demo", exercise)
        assert found is not None
        return self.do(lambda request: request.submissions.submit(found, {"app.py": "\n".join(words)}))

    def get(self, id: str) -> Submission | None:
        return self.do(lambda request: request.submissions.get(id), "GET")

    def running(self, sent: Submission) -> Submission:
        """The submission once it runs: one that goes on until the test has seen it, since its end is not waited for."""
        while (found := self.get(sent.id)) is None or found.state != "running":
            assert found is None or not found.done, f"it has ended before it was seen to run: {found}"
            time.sleep(0.01)
        return found

    def tab(self) -> Browser:
        """Another tab of the same browser."""
        tab = Browser(self._site, self._address)
        tab._app.cookiejar = self._app.cookiejar
        return tab

    def verdict(self, sent: Submission, seconds: float = 60.0) -> Submission:
        """The submission once it is done."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = self.get(sent.id)
            assert found is not None
            if found.done:
                return found
            time.sleep(0.02)
        raise AssertionError(f"no verdict after {seconds} s: {found}")

    @property
    def cookies(self) -> dict[str, str]:
        return dict(self._app.cookies)


class Site:
    """The application, the runner behind it, and as many dispatchers as a test starts."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.catalogue = make_catalogue()
        self.runner = WordRunner()
        self._dispatchers: list[Dispatcher] = []
        with Configurator(settings={}) as config:
            config.registry.roadmap = settings
            config.registry.catalogue = self.catalogue
            config.registry.runner = self.runner
            config.registry.runtimes = {}
            for part in ("storage", "people", "learning"):
                config.include(f"roadmap.{part}")
            config.add_route("do", "/")
            config.add_view(lambda request: request.environ["test.step"](request) or Response("done"), route_name="do")
        self.application = config.make_wsgi_app()
        self.registry = config.registry
        self.sessions = config.registry.sessionmaker

    def browser(self, address: str = "192.0.2.1") -> Browser:
        return Browser(self, address)

    def dispatch(self, **more: Any) -> Dispatcher:
        dispatcher = Dispatcher(
            self.sessions,
            self.runner,
            self.catalogue,
            **{
                "data": self.settings.data,
                "slots": 2,
                "events": self.registry.run_events,
                "trail": Trail(self.catalogue, self.registry.figures),
                "poll_seconds": 0.05,
                **more,
            },
        )
        self._dispatchers.append(dispatcher)
        self.registry.dispatcher = dispatcher
        dispatcher.start()
        return dispatcher

    def close(self) -> None:
        self.registry.runner.go_on.set()
        for dispatcher in self._dispatchers:
            dispatcher.stop(2.0)
        self.sessions.kw["bind"].dispose()


@pytest.fixture
def make_site(database_settings: Settings) -> Iterator[Callable[..., Site]]:
    made: list[Site] = []

    def make(**changes: Any) -> Site:
        made.append(Site(replace(database_settings, **{"rate_submissions": 1000, "rate_address": 1000, **changes})))
        return made[-1]

    yield make
    for site in made:
        site.close()


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Site:
    return make_site()


@pytest.fixture
def browser(site: Site) -> Browser:
    return site.browser()


@pytest.fixture(scope="session")
def demo_catalogue() -> Callable[[], Catalogue]:
    return make_catalogue
