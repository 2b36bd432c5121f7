"""The same with the real sandbox behind it: a program goes in by a request, and the verdict of its checks comes out."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from roadmap.catalogue import Catalogue, Check
from roadmap.runner import Runtime, open_runner, runtimes
from roadmap.runner.job import Job
from roadmap.runner.runner import Runner
from roadmap.runner.verdict import State

pytestmark = pytest.mark.sandbox
REDIS = Runtime("demo", Path(__file__).parents[1] / "runner" / "runtimes" / "redis.txt")
CHECKS = '''
def test_it(call):
    """hello() says hello"""
    assert call("app:hello") == "hello", "hello() says something else"
'''


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Runner]:
    root = runtimes.default_root()
    for runtime in (runtimes.JUDGE, REDIS):
        runtimes.build(runtime, root, on_line=lambda line: None)
    with tempfile.TemporaryDirectory() as data:
        runner = open_runner({"demo": REDIS}, data=Path(data), slots=2)
        assert runner.problem() is None
        yield runner
        runner.close()


@pytest.fixture
def site(make_site: Callable[..., Any], sandbox: Runner, demo_catalogue: Callable[[], Catalogue]) -> Any:
    site = make_site()
    section = site.catalogue._sections["demo"]
    exercise = replace(section.exercises[0], checks=(Check("test_it", "It works", 2),), checks_source=CHECKS)
    site.catalogue._sections["demo"] = replace(section, exercises=(exercise,))
    site.runner = sandbox
    site.dispatch()
    return site


def test_a_right_and_a_wrong_program(site: Any) -> None:
    browser = site.browser()
    wrong = browser.verdict(browser.submit("def hello():", "    return 'bye'"), seconds=60)
    assert wrong.verdict.state is State.FAILED
    assert "says something else" in wrong.verdict.checks[0].feedback
    right = browser.verdict(browser.submit("def hello():", "    return 'hello'"), seconds=60)
    assert right.verdict.state is State.PASSED
    assert right.verdict.files_hash == right.files_hash
    assert browser.do(lambda request: request.progress.has_passed("demo/hello"), "GET")


def test_a_run_shows_its_output_as_it_comes(site: Any) -> None:
    browser = site.browser()
    job = Job(kind="run", runtime="demo", files={"app.py": "print('one')\nprint('two')"}, main="app.py")
    sent = browser.do(lambda request: request.submissions.run(job))
    events = list(browser.do(lambda request: request.submissions.events(sent.id), "GET"))
    assert "".join(event.data["text"] for event in events if event.kind == "output") == "one\ntwo\n"
    assert events[-1].data["verdict"]["state"] == "passed"
