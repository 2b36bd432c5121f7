"""Drafts, progress, quizzes, workspaces and observations: kept for a visitor, shown to nobody else."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from roadmap.learning import BadFiles, QueueFull, TooMany
from roadmap.learning.observing import Observing
from roadmap.runner.job import Job
from roadmap.runner.verdict import State


def test_a_draft_is_kept_until_it_is_discarded(browser: Any) -> None:
    assert browser.do(lambda r: r.drafts.get("demo/hello"), "GET") is None
    browser.do(lambda r: r.drafts.save("demo/hello", {"app.py": "one"}, "v1"))
    browser.do(lambda r: r.drafts.save("demo/hello", {"app.py": "two", "more.py": "\u2603"}, "v2"))
    draft = browser.do(lambda r: r.drafts.get("demo/hello"), "GET")
    assert (draft.files, draft.version) == ({"app.py": "two", "more.py": "\u2603"}, "v2")
    browser.do(lambda r: r.drafts.discard("demo/hello"))
    assert browser.do(lambda r: r.drafts.get("demo/hello"), "GET") is None


def test_a_draft_has_only_files_of_its_exercise(browser: Any) -> None:
    with pytest.raises(BadFiles, match=r"given\.py is not a file that you may edit"):
        browser.do(lambda r: r.drafts.save("demo/hello", {"given.py": ""}, "v1"))
    with pytest.raises(LookupError, match="there is no exercise 'demo/gone'"):
        browser.do(lambda r: r.drafts.save("demo/gone", {"app.py": ""}, "v1"))


def test_a_lesson_is_done_once_and_can_be_reopened(browser: Any) -> None:
    assert browser.do(lambda r: r.progress.all(), "GET") == {"lessons": {}, "exercises": {}, "quizzes": {}}
    browser.do(lambda r: r.progress.complete("demo", "first"))
    first = browser.do(lambda r: r.progress.all(), "GET")["lessons"]
    browser.do(lambda r: r.progress.complete("demo", "first"))
    assert browser.do(lambda r: r.progress.all(), "GET")["lessons"] == first
    assert list(first) == ["demo/first"]
    browser.do(lambda r: r.progress.reopen("demo", "first"))
    assert browser.do(lambda r: r.progress.all(), "GET")["lessons"] == {}


def test_a_lesson_that_is_not_there_cannot_be_done(browser: Any) -> None:
    with pytest.raises(LookupError, match="there is no lesson demo/last"):
        browser.do(lambda r: r.progress.complete("demo", "last"))


def test_an_answer_is_right_when_it_names_exactly_the_right_choices(site: Any, browser: Any) -> None:
    quiz = site.catalogue.section("demo").quiz

    def answer(question: str, *chosen: Any) -> Any:
        return browser.do(lambda r: r.quizzes.answer(quiz, question, list(chosen)))

    assert answer("one", 0).right and not answer("one", 1).right
    assert not answer("two", 0).right and answer("two", 1, 0).right and not answer("two", 0, 1, 2).right
    assert browser.do(lambda r: r.progress.all(), "GET")["quizzes"] == {"demo": {"answered": 2, "right": 0}}
    answer("two", 0, 1)
    answers = browser.do(lambda r: r.quizzes.answers("demo"), "GET")
    assert {key: (value.chosen, value.right) for key, value in answers.items()} == {
        "one": ((1,), False),
        "two": ((0, 1), True),
    }
    assert browser.do(lambda r: r.progress.all(), "GET")["quizzes"] == {"demo": {"answered": 2, "right": 1}}
    assert site.browser().do(lambda r: r.quizzes.answers("demo"), "GET") == {}


@pytest.mark.parametrize("chosen", [[], [2], [-1], [0, 0], ["0"], [True], [0.0]])
def test_answers_that_cannot_be_are_refused(site: Any, browser: Any, chosen: list[Any]) -> None:
    quiz = site.catalogue.section("demo").quiz
    with pytest.raises(ValueError, match=r"choose at least|are numbered 0 to 1|named twice"):
        browser.do(lambda r: r.quizzes.answer(quiz, "one", chosen))
    with pytest.raises(LookupError):
        browser.do(lambda r: r.quizzes.answer(quiz, "three", [0]))


def test_a_workspace_keeps_bytes(site: Any, browser: Any) -> None:
    assert browser.do(lambda r: r.workspaces.load("redis.console"), "GET") is None
    for data in (b"REDIS\0\xff", b"", b"x" * 1024 * 1024):
        browser.do(lambda r, data=data: r.workspaces.save("redis.console", data))
        assert browser.do(lambda r: r.workspaces.load("redis.console"), "GET") == data
    assert site.browser().do(lambda r: r.workspaces.load("redis.console"), "GET") is None
    browser.do(lambda r: r.workspaces.discard("redis.console"))
    assert browser.do(lambda r: r.workspaces.load("redis.console"), "GET") is None


def test_workspaces_are_bounded(browser: Any) -> None:
    with pytest.raises(ValueError, match="keeps at most 1048576"):
        browser.do(lambda r: r.workspaces.save("a", b"x" * (1024 * 1024 + 1)))
    with pytest.raises(ValueError, match="is not the name of a workspace"):
        browser.do(lambda r: r.workspaces.save("../a", b""))
    for number in range(20):
        browser.do(lambda r, number=number: r.workspaces.save(f"w{number}", b""))
    browser.do(lambda r: r.workspaces.save("w0", b"again"))
    with pytest.raises(ValueError, match="at most 20 workspaces"):
        browser.do(lambda r: r.workspaces.save("one-more", b""))


def _job(text: str) -> Job:
    return Job(kind="observe", runtime="demo", files={"app.py": text}, observer_source="def observe(input, world): ...")


def test_an_observation_runs_now(site: Any, browser: Any) -> None:
    def look(request: Any) -> Any:
        request.workspaces.save("before", b"1")
        verdict = request.observe(_job("pass"))
        request.workspaces.save("after", b"2")
        return verdict

    assert browser.do(look).state is State.PASSED
    assert browser.do(lambda r: (r.workspaces.load("before"), r.workspaces.load("after")), "GET") == (b"1", b"2")


def test_while_an_observation_runs_others_may_write(site: Any, browser: Any) -> None:
    def look(request: Any) -> Any:
        request.workspaces.save("mine", b"1")
        return request.observe(_job("wait"))

    with ThreadPoolExecutor(1) as pool:
        watching = pool.submit(browser.do, look)
        while not site.runner.executed:
            time.sleep(0.01)
        site.browser().submit("pass")
        assert not watching.done()
        site.runner.go_on.set()
        assert watching.result(60).state is State.PASSED


def test_observations_count_against_the_limits(make_site: Any) -> None:
    browser = make_site(rate_address=2).browser()
    for _ in range(2):
        browser.do(lambda r: r.observe(_job("pass")))
    with pytest.raises(TooMany):
        browser.do(lambda r: r.observe(_job("pass")))


@pytest.mark.parametrize(("error", "status"), [(TooMany(7), 429), (QueueFull(7), 503)])
def test_a_refusal_brings_its_status_and_when_to_come_again(browser: Any, error: TooMany, status: int) -> None:
    def refuse(request: Any) -> tuple[str, int, str]:
        words = request.refuse(error)
        return words, request.response.status_int, request.response.headers["Retry-After"]

    assert browser.do(refuse) == (str(error), status, "7")


def test_files_that_are_refused_say_why(browser: Any) -> None:
    def refuse(request: Any) -> tuple[str, int]:
        return request.refuse(BadFiles("app.py is odd")), request.response.status_int

    assert browser.do(refuse) == ("app.py is odd", 422)


def test_who_finds_no_free_slot_is_sent_away(site: Any) -> None:
    observing = Observing(1, wait_seconds=0.05)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(observing.observe, site.runner, _job("wait"))
        while not site.runner.executed:
            time.sleep(0.01)
        with pytest.raises(QueueFull):
            observing.observe(site.runner, _job("pass"))
        site.runner.go_on.set()
        assert first.result(60).state is State.PASSED
    assert observing.observe(site.runner, _job("pass")).state is State.PASSED


def test_an_observation_ends_when_its_visitor_has_left(site: Any, browser: Any) -> None:
    left = threading.Event()
    environ = {"waitress.client_disconnected": left.is_set}
    with ThreadPoolExecutor(1) as pool:
        watching = pool.submit(browser.do, lambda request: request.observe(_job("wait")), **environ)
        while not site.runner.executed:
            time.sleep(0.01)
        left.set()
        assert watching.result(60).message == "cancelled"
