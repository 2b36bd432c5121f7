"""What only workers can go through: brokers that restart, messages that nobody sent, machines that are unfit."""

from __future__ import annotations

import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from kombu import Connection
from tests.workers.conftest import Machinery, run, wait_until

from roadmap.catalogue import Limits
from roadmap.runner.job import Job
from roadmap.runner.verdict import State, Verdict
from roadmap.workers import EXIT_UNFIT, RemoteRunner
from roadmap.workers.broadcast import Broadcast
from roadmap.workers.broker import OBSERVE, TICKETS, WORK, make_app
from roadmap.workers.remote import LATE
from roadmap.workers.wire import OTHER_VERSION, job_to_json
from roadmap.workers.worker import UNFIT

Make = Callable[..., Machinery]
BROKERS = pytest.mark.parametrize("kind", ["redis", "rabbit"])


def ready(machinery: Machinery) -> int:
    """How many tickets the broker holds."""
    with make_app(machinery.broker.url).connection_for_write() as connection:
        return int(TICKETS(connection.default_channel).queue_declare().message_count)


@BROKERS
def test_a_broker_that_restarts_loses_no_submission(make_machinery: Make, kind: str) -> None:
    """Redis comes back empty; RabbitMQ with all it had."""
    machinery = make_machinery(kind)
    browser = machinery.site.browser()
    sent = [run(browser, f"say {number}", "sleep 0.2") for number in range(10)]
    machinery.start("a")
    wait_until(lambda: len(machinery.executed()) >= 2, "the first ones run")
    machinery.broker.kill()
    while_away = run(browser, "say while the broker was away")
    assert browser.get(while_away.id).state in ("queued", "running")
    machinery.broker.start()
    for submission in [*sent, while_away]:
        done = browser.verdict(submission)
        assert (done.verdict.state, done.attempts) == (State.PASSED, 1)
    assert sorted(machinery.executed()) == sorted(each.id for each in [*sent, while_away])
    # And what happens is seen again.
    wait_until(lambda: machinery.listener.connected.is_set() and machinery.listener.slots(), "the worker is heard")
    again = run(browser, "say seen")
    events = list(browser.do(lambda request: request.submissions.events(again.id), "GET"))
    assert [event.data["text"] for event in events if event.kind == "output"] == ["seen"]


@BROKERS
def test_there_is_a_ticket_for_each_that_waits_and_not_more(make_machinery: Make, kind: str) -> None:
    machinery = make_machinery(kind)
    before = ready(machinery)
    browser = machinery.site.browser()
    for number in range(before + 5):
        run(browser, f"say {number}")
    wait_until(lambda: ready(machinery) == before + 5, "tickets")
    machinery.start("a")
    wait_until(lambda: ready(machinery) == 0, "tickets are used up")


def test_lost_tickets_are_replaced(make_machinery: Make) -> None:
    machinery = make_machinery("redis")
    browser = machinery.site.browser()
    sent = run(browser, "say found")
    with make_app(machinery.broker.url).connection_for_write() as connection:
        wait_until(lambda: TICKETS(connection.default_channel).purge(), "a ticket to lose")
    machinery.start("a")
    assert browser.verdict(sent).attempts == 1


@BROKERS
def test_tickets_that_come_twice_run_nothing_twice(make_machinery: Make, kind: str) -> None:
    machinery = make_machinery(kind)
    browser = machinery.site.browser()
    sent = [run(browser, f"say {number}") for number in range(5)]
    app = make_app(machinery.broker.url)
    for _ in range(20):
        app.send_task(WORK, ignore_result=True)
    machinery.start("a", "b")
    for submission in sent:
        assert browser.verdict(submission).attempts == 1
    wait_until(lambda: ready(machinery) == 0, "tickets are used up")
    assert sorted(machinery.executed()) == sorted(each.id for each in sent)


@BROKERS
def test_a_worker_takes_nothing_but_json_and_its_own_tasks(make_machinery: Make, kind: str) -> None:
    machinery = make_machinery(kind)
    machinery.start("a")
    browser = machinery.site.browser()
    assert browser.verdict(run(browser, "say before")).verdict.passed
    headers = {"lang": "py", "task": WORK, "id": "evil", "argsrepr": "", "kwargsrepr": ""}
    with Connection(machinery.broker.url) as connection:
        producer = connection.Producer()
        send: dict[str, Any] = {"routing_key": TICKETS.name, "headers": headers}
        producer.publish([[], {}, {}], serializer="pickle", **send)
        producer.publish(b"\xff\x00", content_type="application/json", content_encoding="utf-8", **send)
        producer.publish([["x"], {"y": 1}, {}], serializer="json", **send)
        producer.publish([[], {}, {}], serializer="json", **{**send, "headers": {**headers, "task": "os.system"}})
        producer.publish(
            [["reply", {"kind": "nonsense"}], {}, {}],
            serializer="json",
            routing_key="roadmap.observations",
            headers={**headers, "task": OBSERVE},
        )
    assert browser.verdict(run(browser, "say after")).verdict.passed
    wait_until(lambda: ready(machinery) == 0, "what is not ours is thrown away")
    assert machinery.processes["a"].poll() is None
    assert machinery.terminate("a") == 0


def test_pages_get_the_verdict_without_the_channel(make_machinery: Make) -> None:
    machinery = make_machinery("redis")
    machinery.start("a")
    browser = machinery.site.browser()
    machinery.listener.stop()
    sent = run(browser, "say unheard")
    events = list(browser.do(lambda request: request.submissions.events(sent.id), "GET"))
    assert [event.kind for event in events if event.kind != "queued"] == ["finished"]
    assert events[-1].data["verdict"]["state"] == "passed"


def test_a_worker_that_is_unfit_from_the_start_takes_nothing(make_machinery: Make) -> None:
    machinery = make_machinery("redis")
    machinery.fail_canary("a", "the sandbox lets a program mount")
    browser = machinery.site.browser()
    sent = run(browser, "say safe")
    machinery.start("a")
    assert machinery.ended("a") == EXIT_UNFIT
    assert "takes no work: the sandbox lets a program mount" in machinery.log("a").read_text()
    assert browser.get(sent.id).state == "queued"


@BROKERS
def test_a_worker_whose_canary_falls_silent_takes_itself_out(make_machinery: Make, kind: str) -> None:
    """Row 187 of the catalogue of hostile submissions."""
    machinery = make_machinery(kind, worker_canary=1)
    machinery.start("a")
    browser = machinery.site.browser()
    long = browser.running(run(browser, "wait"))
    machinery.fail_canary("a", "the sandbox lets a program mount")
    assert machinery.ended("a") == EXIT_UNFIT
    assert "takes itself out: the sandbox lets a program mount" in machinery.log("a").read_text()
    # What it held is another's, and so is what comes after.
    assert (browser.get(long.id).state, browser.get(long.id).attempts) == ("queued", 0)
    machinery.let_go_on()
    machinery.start("b")
    assert browser.verdict(long).verdict.passed


def test_what_an_unfit_worker_could_not_run_is_run_by_another(make_machinery: Make) -> None:
    machinery = make_machinery("redis", worker_canary=3600)
    machinery.start("a")
    browser = machinery.site.browser()
    assert browser.verdict(run(browser, "say well")).verdict.passed
    machinery.fail_canary("a", "bubblewrap is gone")
    sent = run(browser, "unavailable")
    assert machinery.ended("a") == EXIT_UNFIT
    assert (browser.get(sent.id).state, browser.get(sent.id).attempts) == ("queued", 1)
    machinery.start("b")
    done = browser.verdict(sent)
    # There it is the program's own way, and not the machine's.
    assert (done.verdict.message, done.attempts) == ("the sandbox is on holiday", 2)


def test_two_workers_do_not_share_a_folder(make_machinery: Make) -> None:
    machinery = make_machinery("redis")
    machinery.start("a")
    wait_until(machinery.listener.slots, "the worker is heard")
    first = machinery.processes["a"]
    machinery.start("a")
    assert machinery.ended("a") == 1
    assert "give each worker a folder of its own" in machinery.log("a").read_text()
    first.send_signal(signal.SIGTERM)
    assert first.wait(60) == 0


OBSERVATION = Job(
    kind="observe",
    runtime="demo",
    files={"app.py": "say hello"},
    program="none",
    observer_input={"command": ["PING"]},
    state=b"\x00\xff REDIS",
    limits=Limits(wall_seconds=5),
    id="lab",
)


@BROKERS
def test_what_a_visitor_waits_for_is_run_by_a_worker(make_machinery: Make, kind: str) -> None:
    machinery = make_machinery(kind)
    remote = RemoteRunner(make_app(machinery.broker.url), machinery.listener, wait_seconds=60)
    machinery.start("a")
    for _ in range(3):
        verdict = remote.execute(OBSERVATION)
        assert (verdict.state, verdict.facts) == (State.PASSED, {"input": {"command": ["PING"]}})
    assert remote.problem() is None


def test_where_no_worker_is_that_is_said(make_machinery: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    machinery = make_machinery("redis")
    remote = RemoteRunner(make_app(machinery.broker.url), machinery.listener, wait_seconds=0.5)
    assert remote.problem() is None
    assert "No worker was free to run this in time" in remote.execute(OBSERVATION).message
    monkeypatch.setattr("roadmap.workers.remote.ABSENT_SECONDS", 0.0)
    assert "start `roadmap worker` on at least one machine" in remote.problem()
    machinery.broker.kill()
    wait_until(lambda: "cannot be reached" in (remote.problem() or ""), "the broker is missed")
    assert "cannot be reached" in remote.execute(OBSERVATION).message


@BROKERS
def test_a_broker_that_is_away_when_all_slots_end_is_listened_to_again(make_machinery: Make, kind: str) -> None:
    """Tickets that cannot be acknowledged must not count as being worked on for ever.

    And a worker that waits for its next attempt to reach its broker is not deaf.
    """
    machinery = make_machinery(kind)
    machinery.start("a", deaf=2.5)
    browser = machinery.site.browser()
    sent = [browser.running(run(browser, "wait", f"say {number}")) for number in range(2)]
    machinery.broker.kill()
    machinery.let_go_on()
    for submission in sent:
        assert browser.verdict(submission).attempts == 1
    wait_until(lambda: machinery.log("a").read_text().count("Couldn't ack") == 2 or kind == "rabbit", "acks fail")
    # The attempt after these comes in four seconds.
    wait_until(lambda: machinery.log("a").read_text().count("Cannot connect to") >= 2, "attempts to reach the broker")
    machinery.broker.start()
    assert browser.verdict(run(browser, "say heard")).verdict.passed


def test_a_worker_that_hears_no_broker_any_more_takes_itself_out(make_machinery: Make) -> None:
    """Whatever the reason: it must not stand there as if all were well while submissions wait."""
    machinery = make_machinery("redis")
    machinery.start("a", deaf=3.0)
    browser = machinery.site.browser()
    assert browser.verdict(run(browser, "deafen")).verdict.passed
    sent = run(browser, "say hello")
    assert machinery.ended("a") == EXIT_UNFIT
    assert "takes itself out: the broker holds tickets and gives it none" in machinery.log("a").read_text()
    machinery.start("b")
    assert browser.verdict(sent).attempts == 1


@BROKERS
def test_an_unfit_worker_runs_nothing_that_it_had_taken_before(make_machinery: Make, kind: str) -> None:
    """Celery may let what it has taken begin all the same, after it was told to stop."""
    machinery = make_machinery(kind, worker_canary=1)
    remote = RemoteRunner(make_app(machinery.broker.url), machinery.listener, wait_seconds=60)
    machinery.start("a", slots=1)
    wait_until(machinery.listener.slots, "the worker is heard")
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(remote.execute, replace(OBSERVATION, files={"app.py": "wait"}, id="first"))
        wait_until(lambda: machinery.executed() == ["first"], "the slot is taken")
        second = pool.submit(remote.execute, OBSERVATION)
        wait_until(lambda: machinery.log("a").read_text().count(f"{OBSERVE}[") >= 2, "the worker has taken it")
        machinery.fail_canary("a", "the sandbox lets a program mount")
        wait_until(lambda: "takes itself out" in machinery.log("a").read_text(), "it has noticed")
        machinery.let_go_on()
        assert first.result().passed
        assert machinery.ended("a") == EXIT_UNFIT
        assert machinery.executed() == ["first"]
        # It is answered if its thread was free before Celery took notice, and else given back, for another worker.
        machinery.start("b")
        verdict = second.result()
        assert verdict.message == UNFIT or (verdict.passed and machinery.executed() == ["first", "lab"])


@BROKERS
def test_what_a_worker_cannot_read_is_answered(make_machinery: Make, kind: str) -> None:
    """As it may be while an organization brings its machines to another version, one after another."""
    machinery = make_machinery(kind)
    machinery.start("a")
    wait_until(machinery.listener.slots, "the worker is heard")
    reply = machinery.listener.expect("mine")
    make_app(machinery.broker.url).send_task(
        OBSERVE, args=["mine", {**job_to_json(OBSERVATION), "of_tomorrow": 1}], ignore_result=True
    )
    assert Verdict.from_dict(reply.result(60)).message == OTHER_VERSION
    assert machinery.terminate("a") == 0


@pytest.mark.parametrize("told", [{"version": 99}, {"version": 1}, {}, {"version": 1, "state": "forged"}, "passed"])
def test_what_the_site_cannot_read_is_no_verdict(make_machinery: Make, told: object) -> None:
    machinery = make_machinery("redis")
    app = make_app(machinery.broker.url)
    remote = RemoteRunner(app, machinery.listener)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(remote.execute, OBSERVATION)
        wait_until(lambda: machinery.listener._replies, "it has been asked")
        (name,) = machinery.listener._replies
        broadcast = Broadcast(app)

        def heard() -> int:
            broadcast.say({"kind": "worker", "name": "a", "slots": 1})
            return machinery.listener.slots()

        # What is said before the site listens is not heard by it, and a test is quicker than any worker.
        wait_until(heard, "the site hears what is said")
        broadcast.answer({"kind": "reply", "reply": name, "verdict": told})
        assert (asked.result().state, asked.result().message) == (State.UNAVAILABLE, OTHER_VERSION)
        broadcast.close()


def test_a_reply_that_comes_late_is_no_other_jobs_reply(make_machinery: Make) -> None:
    machinery = make_machinery("redis")
    machinery.start("a", slots=2)
    wait_until(machinery.listener.slots, "the worker is heard")
    app = make_app(machinery.broker.url)
    hasty = replace(
        OBSERVATION, files={"app.py": "wait"}, observer_input={"job": "late"}, limits=Limits(wall_seconds=0.5)
    )
    late = RemoteRunner(app, machinery.listener, wait_seconds=0.5).execute(hasty)
    assert (late.state, late.message) == (State.UNAVAILABLE, LATE)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(
            RemoteRunner(app, machinery.listener).execute, replace(hasty, observer_input={"job": "next"})
        )
        wait_until(lambda: len(machinery.executed()) == 2, "the next one runs")
        machinery.let_go_on()
        assert asked.result().facts == {"input": {"job": "next"}}
