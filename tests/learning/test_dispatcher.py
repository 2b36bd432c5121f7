"""The dispatcher: every submission gets a verdict, and only one, whatever dies in between."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select

from roadmap.learning import queue
from roadmap.learning.keeper import Keeper
from roadmap.learning.lock import DispatchLock
from roadmap.learning.models import SubmissionRow
from roadmap.learning.silence import Silences
from roadmap.runner.job import Job
from roadmap.runner.verdict import State, Verdict
from roadmap.storage import StorageUnavailable


def _rows(site: Any) -> list[Any]:
    with site.sessions() as db:
        return list(db.execute(select(SubmissionRow.state, SubmissionRow.verdict_state, SubmissionRow.attempts)))


def test_a_visitor_who_sends_much_keeps_nobody_else_waiting(site: Any) -> None:
    crowd, single, newcomer = site.browser(), site.browser(), site.browser()
    for number in range(6):
        crowd.submit(f"say crowd {number}", exercise="hello" if number % 2 else "other")
    for number in range(6):
        job = Job(kind="run", runtime="demo", files={"app.py": f"say crowd run {number}"}, main="app.py")
        crowd.do(lambda request, job=job: request.submissions.run(job))
    single.submit("say single")
    newcomer.submit("say newcomer")
    site.dispatch(slots=1)
    late = single.submit("say again", exercise="other")
    single.verdict(late)
    job_texts = [job.files["app.py"] for job in site.runner.executed]
    assert set(job_texts[1:3]) == {"say single", "say newcomer"}
    assert job_texts.index("say again") <= 5


def test_places_in_the_queue_are_those_in_which_things_run(site: Any) -> None:
    first, second = site.browser(), site.browser()
    sent = [first.submit("pass"), first.submit("pass", exercise="other"), second.submit("pass")]
    places = [first.do(lambda request, each=each: request.submissions.place(each).number) for each in sent]
    assert places == [1, 3, 2]


def test_without_a_lasting_problem_our_own_fault_is_tried_once_more(site: Any, browser: Any) -> None:
    site.dispatch()
    done = browser.verdict(browser.submit("unavailable"))
    assert (done.verdict.state, done.verdict.message) == (State.UNAVAILABLE, "the sandbox is on holiday")
    assert len(site.runner.executed) == 2
    assert browser.do(lambda request: request.progress.all(), "GET")["exercises"] == {}


def test_with_a_lasting_problem_it_is_said_at_once(site: Any, browser: Any) -> None:
    site.runner.trouble = "no user namespaces here"
    site.dispatch()
    browser.verdict(browser.submit("unavailable"))
    assert len(site.runner.executed) == 1


def test_a_runner_that_raises_is_our_fault(site: Any, browser: Any) -> None:
    site.dispatch()
    done = browser.verdict(browser.submit("break"))
    assert done.verdict.state is State.UNAVAILABLE
    assert "does not count against you" in done.verdict.message


def test_an_exercise_that_is_gone_by_now_is_said_so(site: Any, browser: Any) -> None:
    sent = browser.submit("pass")
    site.catalogue._sections.clear()
    site.dispatch()
    assert browser.verdict(sent).verdict.message == "The exercise demo/hello is not on this site any more."


def test_what_a_dead_process_left_running_is_run_again(site: Any, browser: Any) -> None:
    sent = browser.submit("pass")
    identity = _identity(site)
    with site.sessions.begin() as db:
        assert queue.claim(db, identity, "a dead worker's lease") is not None
    site.dispatch()
    done = browser.verdict(sent)
    assert (done.verdict.state, done.attempts) == (State.PASSED, 2)


def test_a_verdict_under_a_lost_lease_is_dropped(site: Any, browser: Any) -> None:
    sent = browser.submit("pass")
    identity = _identity(site)
    with site.sessions.begin() as db:
        old = queue.claim(db, identity, "old")
    with site.sessions.begin() as db:
        assert queue.recover(db, identity, set()) == [sent.id]
        new = queue.claim(db, identity, "new")
    with site.sessions.begin() as db:
        assert not queue.finish(db, old, Verdict(state=State.PASSED), 1.0)
        assert queue.finish(db, new, Verdict(state=State.FAILED), 1.0)
        assert not queue.finish(db, new, Verdict(state=State.PASSED), 1.0)
    assert browser.get(sent.id).verdict.state is State.FAILED
    assert browser.do(lambda request: request.progress.all(), "GET")["exercises"]["demo/hello"]["passed"] is None


def test_a_program_that_kills_every_worker_is_set_aside(site: Any, browser: Any) -> None:
    sent = browser.submit("pass")
    identity = _identity(site)
    for attempt in range(queue.MOST_ATTEMPTS):
        with site.sessions.begin() as db:
            assert queue.claim(db, identity, f"lease {attempt}") is not None
        with site.sessions.begin() as db:
            assert queue.recover(db, identity, set()) == [sent.id]
    done = browser.get(sent.id)
    assert (done.state, done.verdict.state) == ("finished", State.UNAVAILABLE)
    assert done.verdict.message == queue.POISON
    again = browser.submit("pass")
    assert (again.id != sent.id, again.state) == (True, "queued")


def test_what_another_machine_holds_is_left_to_it_while_it_shows_signs_of_life(site: Any, browser: Any) -> None:
    sent = browser.submit("pass")
    with site.sessions.begin() as db:
        queue.claim(db, "another machine", "its lease")
        assert queue.recover(db, "this machine", set()) == []
    clock = Clock()
    keeper = Keeper(site.sessions, lease_seconds=20, look_seconds=4)
    keeper._silences = Silences(20, longest_gap=6, clock=clock)
    for _ in range(10):
        with site.sessions.begin() as db:
            queue.beat(db, ["its lease"])
        clock.now += 4
        assert keeper.recover() == []
    for _ in range(4):
        clock.now += 4
        assert keeper.recover() == []
    clock.now += 4
    assert keeper.recover() == [sent.id]
    assert browser.get(sent.id).state == "queued"


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def _identity(site: Any) -> str:
    lock = DispatchLock(site.settings.data)
    assert lock.acquire()
    lock.release()
    return lock.identity


def test_one_dispatcher_works_and_the_other_takes_over(site: Any, browser: Any) -> None:
    first = site.dispatch()
    browser.verdict(browser.submit("pass"))
    second = site.dispatch()
    time.sleep(0.2)
    assert [thread.name for thread in second._threads] == ["roadmap-keeper"]
    first.stop()
    browser.verdict(browser.submit("fail"))
    while len(second._threads) < 3:
        time.sleep(0.01)


def test_stopping_lets_a_run_end(site: Any, browser: Any) -> None:
    dispatcher = site.dispatch()
    sent = browser.running(browser.submit("wait"))
    with ThreadPoolExecutor(1) as pool:
        stopped = pool.submit(dispatcher.stop, 60.0)
        while not dispatcher._stopping.is_set():
            time.sleep(0.01)
        site.runner.go_on.set()
        stopped.result()
    assert browser.get(sent.id).verdict.state is State.PASSED


def test_stopping_puts_back_what_does_not_end(site: Any, browser: Any) -> None:
    dispatcher = site.dispatch()
    sent = browser.running(browser.submit("wait"))
    dispatcher.stop(timeout=0.1)
    assert (browser.get(sent.id).state, browser.get(sent.id).attempts) == ("queued", 0)
    site.runner.go_on.set()
    site.dispatch()
    assert browser.verdict(sent).attempts == 1


def test_what_is_claimed_just_before_the_end_is_put_back_as_well(
    site: Any, browser: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = queue.claim

    def claim(*args: Any) -> Any:
        found = real(*args)
        if found is not None:
            dispatcher._grader.abandon()
        return found

    monkeypatch.setattr(queue, "claim", claim)
    dispatcher = site.dispatch()
    sent = browser.submit("wait")
    while not site.runner.executed:
        time.sleep(0.01)
    while (found := browser.get(sent.id)).state != "queued":
        time.sleep(0.01)
    assert found.attempts == 0


def test_starting_twice_is_starting_once(site: Any) -> None:
    dispatcher = site.dispatch()
    dispatcher.start()
    while len(dispatcher._threads) < 3:
        time.sleep(0.01)
    time.sleep(0.2)
    assert len(dispatcher._threads) == 3


def test_a_verdict_waits_for_a_database_that_is_away(site: Any, browser: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    failures = iter(range(3))
    real = queue.finish

    def finish(*args: Any) -> bool:
        if next(failures, None) is not None:
            raise StorageUnavailable("the disk is full")
        return real(*args)

    monkeypatch.setattr(queue, "finish", finish)
    site.dispatch()
    done = browser.verdict(browser.submit("pass"))
    assert (done.verdict.state, len(site.runner.executed)) == (State.PASSED, 1)


def test_a_crowd_is_served_without_loss(site: Any) -> None:
    """Row 196 of the catalogue of hostile submissions, as far as the queue goes."""
    crowd = [site.browser(f"192.0.2.{number}") for number in range(20)]
    site.dispatch(slots=4)
    sent = [
        (each, each.submit(f"say {turn}", exercise=name))
        for turn in range(2)
        for each in crowd
        for name in ("hello", "other")
    ]
    for each, submission in sent:
        each.verdict(submission, seconds=60)
    with site.sessions() as db:
        states = db.execute(select(SubmissionRow.state, func.count()).group_by(SubmissionRow.state)).all()
    assert sum(count for _, count in states) == 80
    assert {state for state, _ in states} <= {"finished", "cancelled"}
    finished = [row for row in _rows(site) if row.state == "finished"]
    assert all((row.verdict_state, row.attempts) == ("passed", 1) for row in finished)


def test_the_keeper_leaves_alone_what_a_worker_has_just_taken(site: Any, browser: Any) -> None:
    """A claim that is made while the keeper is looking must not seem to be nobody's."""
    browser.submit("pass")
    identity = _identity(site)
    held: dict[str, None] = {}

    class Live:
        def __contains__(self, lease: object) -> bool:
            return lease in held

    live = Live()
    held["lease"] = None
    with site.sessions.begin() as db:
        queue.claim(db, identity, "lease")
    with site.sessions.begin() as db:
        assert queue.recover(db, identity, live) == []
        del held["lease"]
        assert len(queue.recover(db, identity, live)) == 1


def test_sweeping_all_the_time_runs_nothing_twice(site: Any) -> None:
    crowd = [site.browser() for _ in range(10)]
    sent = [(each, each.submit("say hello", exercise=name)) for each in crowd for name in ("hello", "other")]
    site.dispatch(slots=3, poll_seconds=0.001)
    for each, submission in sent:
        each.verdict(submission, seconds=60)
    assert len(site.runner.executed) == 20
