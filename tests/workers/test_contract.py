"""What holds wherever submissions run: in a server's own dispatcher, and in Celery workers over Redis or RabbitMQ."""

from __future__ import annotations

import signal
from collections.abc import Callable

import pytest
from tests.workers.conftest import Machinery, run, wait_until

from roadmap.learning import queue
from roadmap.runner.verdict import State

KINDS = ["local", "redis", "rabbit"]


def test_a_right_and_a_wrong_program(machinery: Machinery) -> None:
    machinery.start("a")
    browser = machinery.site.browser()
    wrong = browser.verdict(browser.submit("fail"))
    right = browser.verdict(browser.submit("pass"))
    assert (wrong.verdict.state, right.verdict.state) == (State.FAILED, State.PASSED)
    assert (right.verdict.exercise, right.verdict.files_hash) == ("demo/hello", right.files_hash)
    assert (right.attempts, right.verdict.phases.queued > 0) == (1, True)
    assert browser.do(lambda request: request.progress.has_passed("demo/hello"), "GET")


def test_our_own_fault_is_tried_once_more_and_then_said(machinery: Machinery) -> None:
    machinery.start("a")
    browser = machinery.site.browser()
    for word in ("unavailable", "break"):
        sent = browser.submit(word)
        done = browser.verdict(sent)
        assert (done.verdict.state, done.attempts) == (State.UNAVAILABLE, 1)
        assert machinery.executed().count(sent.id) == 2
    assert browser.do(lambda request: request.progress.all(), "GET")["exercises"] == {}


def test_an_exercise_that_is_gone_is_said_so(machinery: Machinery) -> None:
    browser = machinery.site.browser()
    sent = browser.submit("pass")
    with machinery.site.sessions.begin() as db:
        row = db.get(type(machinery.rows()[0]), machinery.rows()[0].number)
        row.exercise = "demo/gone"
    machinery.start("a")
    assert browser.verdict(sent).verdict.message == "The exercise demo/gone is not on this site any more."


def test_cancelling_reaches_the_program_and_frees_its_slot(machinery: Machinery) -> None:
    machinery.start("a", slots=1)
    browser = machinery.site.browser()
    sent = browser.running(browser.submit("wait"))
    assert browser.do(lambda request: request.submissions.cancel(sent.id)).state == "cancelled"
    assert browser.verdict(run(browser, "say next")).verdict.passed
    assert browser.get(sent.id).state == "cancelled"
    assert browser.get(sent.id).verdict is None


def test_a_visitor_who_sends_much_keeps_nobody_else_waiting(machinery: Machinery) -> None:
    crowd, single, newcomer = (machinery.site.browser() for _ in range(3))
    sent = [run(crowd, f"say crowd {number}") for number in range(12)]
    run(single, "say single")
    run(newcomer, "say newcomer")
    place = crowd.do(lambda request: request.submissions.place(sent[1]))
    machinery.start("a", slots=1)
    crowd.verdict(sent[-1])
    texts = machinery.texts()
    assert set(texts[1:3]) == {"say single", "say newcomer"}
    assert texts.index("say crowd 1") + 1 == place.number
    assert [text for text in texts if "crowd" in text] == [f"say crowd {number}" for number in range(12)]


def test_a_crowd_is_served_without_loss_and_nothing_runs_twice(machinery: Machinery) -> None:
    machinery.start("a", "b") if machinery.broker else machinery.start("a", slots=4)
    crowd = [machinery.site.browser(f"192.0.2.{number}") for number in range(10)]
    sent = [(each, run(each, f"say {turn}")) for turn in range(5) for each in crowd]
    for each, submission in sent:
        done = each.verdict(submission)
        assert (done.verdict.state, done.attempts) == (State.PASSED, 1)
    assert sorted(machinery.executed()) == sorted(submission.id for _, submission in sent)


def test_a_polite_end_lets_programs_end(machinery: Machinery) -> None:
    machinery.start("a", grace=60)
    browser = machinery.site.browser()
    short = browser.running(browser.submit("wait"))
    machinery.processes["a"].terminate()
    machinery.let_go_on()
    assert machinery.ended("a") == 0
    assert browser.get(short.id).verdict.state is State.PASSED


def test_a_polite_end_puts_back_what_does_not_end(machinery: Machinery) -> None:
    machinery.start("a")
    browser = machinery.site.browser()
    long = browser.running(browser.submit("wait"))
    assert machinery.terminate("a") == 0
    assert (browser.get(long.id).state, browser.get(long.id).attempts) == ("queued", 0)
    machinery.let_go_on()
    machinery.start("b")
    assert browser.verdict(long).attempts == 1


def test_what_happens_is_seen_as_it_happens(machinery: Machinery) -> None:
    if machinery.broker:
        machinery.start("a")
        wait_until(machinery.listener.slots, "the worker is heard")
    else:
        # Events stay in the process that dispatches: the one that serves pages.
        machinery.site.dispatch()
    browser = machinery.site.browser()
    sent = run(browser, "say one", "sleep 0.1", "say two")
    events = list(browser.do(lambda request: request.submissions.events(sent.id), "GET"))
    assert [event.kind for event in events if event.kind != "queued"] == ["started", "output", "output", "finished"]
    assert [event.data["text"] for event in events if event.kind == "output"] == ["one", "two"]
    assert [event.number for event in events if event.number] == [1, 2, 3, 4]
    assert events[-1].data["verdict"]["state"] == "passed"


def test_killed_while_it_runs_the_next_one_gives_the_verdict(machinery: Machinery) -> None:
    machinery.start("a")
    browser = machinery.site.browser()
    sent = browser.running(run(browser, "wait"))
    wait_until(lambda: sent.id in machinery.executed(), "it runs")
    machinery.kill("a")
    machinery.let_go_on()
    assert browser.get(sent.id).state == "running"
    machinery.start("a")
    done = browser.verdict(sent)
    assert (done.verdict.state, done.attempts) == (State.PASSED, 2)
    assert machinery.executed().count(sent.id) == 2


@pytest.mark.parametrize("kind", KINDS)
def test_a_machine_that_is_gone_for_good_is_noticed(make_machinery: Callable[..., Machinery], kind: str) -> None:
    """Nobody comes back for what it held: after the lease, another machine runs it."""
    machinery = make_machinery(kind, "postgres", runner_lease=3)
    machinery.start("a")
    browser = machinery.site.browser()
    sent = browser.running(run(browser, "wait"))
    wait_until(lambda: sent.id in machinery.executed(), "it runs")
    machinery.kill("a")
    machinery.let_go_on()
    machinery.start("b")
    done = browser.verdict(sent)
    assert (done.verdict.state, done.attempts) == (State.PASSED, 2)


def test_poison_is_set_aside_and_nobody_else_suffers(machinery: Machinery) -> None:
    browser, other = machinery.site.browser(), machinery.site.browser()
    poison = run(browser, "die")
    machinery.start("a", slots=1)
    for attempt in range(1, queue.MOST_ATTEMPTS + 1):
        machinery.ended("a")
        assert browser.get(poison.id).attempts == attempt
        machinery.start("a", slots=1)
    done = browser.verdict(poison)
    assert (done.verdict.state, done.verdict.message) == (State.UNAVAILABLE, queue.POISON)
    assert other.verdict(run(other, "say well")).verdict.passed
    assert machinery.executed().count(poison.id) == queue.MOST_ATTEMPTS


@pytest.mark.parametrize("kind", KINDS)
def test_a_verdict_that_comes_late_changes_nothing(make_machinery: Callable[..., Machinery], kind: str) -> None:
    """A machine that stood still, and goes on when its submission has been given to another."""
    machinery = make_machinery(kind, "postgres", runner_lease=3)
    machinery.start("a", slots=1)
    browser = machinery.site.browser()
    sent = browser.running(run(browser, "wait"))
    wait_until(lambda: sent.id in machinery.executed(), "it runs")
    machinery.processes["a"].send_signal(signal.SIGSTOP)
    machinery.let_go_on()
    machinery.start("b", slots=1)
    first = browser.verdict(sent)
    machinery.processes["a"].send_signal(signal.SIGCONT)
    wait_until(lambda: "came too late and was dropped" in machinery.log("a").read_text(), "the late verdict")
    assert browser.get(sent.id) == first
    assert (first.verdict.state, first.attempts) == (State.PASSED, 2)
