"""Sending programs: stored first, once, and shown by when they were sent."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select

from roadmap.learning import BadFiles, Locked, QueueFull, SubmissionState, TooMany
from roadmap.learning.models import SubmissionRow
from roadmap.runner.job import Job
from roadmap.runner.verdict import State


def test_a_program_is_stored_before_anything_runs_it(site: Any, browser: Any) -> None:
    sent = browser.submit("pass")
    assert (sent.state, sent.files, sent.exercise_version) == ("queued", {"app.py": "pass"}, "v1")
    with site.sessions() as db:
        assert db.scalar(select(SubmissionRow.state).where(SubmissionRow.id == sent.id)) == "queued"
    assert browser.do(lambda request: request.submissions.place(sent)).number == 1


def test_it_gets_a_verdict_and_the_exercise_counts_as_passed(site: Any, browser: Any) -> None:
    site.dispatch()
    done = browser.verdict(browser.submit("pass"))
    assert done.verdict.state is State.PASSED
    assert (done.verdict.exercise, done.verdict.exercise_version) == ("demo/hello", "v1")
    assert done.verdict.files_hash == done.files_hash
    progress = browser.do(lambda request: request.progress.all(), "GET")
    assert progress["exercises"]["demo/hello"]["passed"] is not None
    assert progress["exercises"]["demo/hello"]["attempts"] == 1


def test_the_judge_sees_the_given_files_too(site: Any, browser: Any) -> None:
    site.dispatch()
    browser.verdict(browser.submit("pass"))
    assert site.runner.executed[0].files == {"app.py": "pass", "more.py": "", "given.py": "x = 1\n"}


def test_the_same_program_sent_twice_is_one_submission(browser: Any) -> None:
    assert browser.submit("pass").id == browser.submit("pass").id


def test_two_tabs_that_send_at_once_get_one_submission(site: Any, browser: Any) -> None:
    browser.do(lambda request: request.ensure_visitor())
    barrier = Barrier(6)

    def send(_: int) -> str:
        barrier.wait()
        return str(browser.tab().submit("pass").id)

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(send, range(6)))) == 1
    with site.sessions() as db:
        assert db.scalar(select(func.count()).select_from(SubmissionRow)) == 1


def test_a_finished_program_may_be_sent_again(site: Any, browser: Any) -> None:
    site.dispatch()
    first = browser.verdict(browser.submit("unavailable"))
    second = browser.verdict(browser.submit("unavailable"))
    assert first.id != second.id


def test_a_newer_check_takes_the_place_of_one_that_has_not_begun(browser: Any) -> None:
    old, other, new = browser.submit("fail"), browser.submit("fail", exercise="other"), browser.submit("pass")
    assert browser.get(old.id).state is SubmissionState.CANCELLED
    assert browser.get(old.id).superseded_by == new.id
    assert browser.get(other.id).state is SubmissionState.QUEUED
    assert (browser.get(other.id).superseded_by, browser.get(new.id).superseded_by) == (None, None)
    assert browser.do(lambda request: request.submissions.latest("demo/hello"), "GET").id == new.id


def test_one_that_runs_is_not_replaced(site: Any, browser: Any) -> None:
    site.dispatch()
    old = browser.running(browser.submit("wait"))
    new = browser.verdict(browser.submit("pass"))
    assert browser.get(old.id).state is SubmissionState.RUNNING
    site.runner.go_on.set()
    assert (browser.verdict(old).superseded_by, new.verdict.state) == (None, State.PASSED)


def test_what_the_visitor_took_back_was_replaced_by_nothing(browser: Any) -> None:
    old = browser.submit("fail")
    browser.do(lambda request: request.submissions.cancel(old.id))
    browser.submit("pass")
    assert browser.get(old.id).superseded_by is None


def test_a_full_queue_replaces_nothing(make_site: Any) -> None:
    site = make_site(runner_queue=1)
    first, second = site.browser(), site.browser("192.0.2.2")
    waiting = first.submit("pass")
    with pytest.raises(QueueFull):
        second.submit("pass")
    # Its own place is free for the one that comes instead.
    replaced = first.submit("say more")
    assert first.get(waiting.id).superseded_by == replaced.id


def test_an_attempt_belongs_to_the_version_that_graded_it(site: Any, browser: Any) -> None:
    exercise = site.catalogue.exercise("demo", "hello")
    site.dispatch()
    done = browser.verdict(browser.submit("pass"))
    assert not done.is_outdated(exercise)
    newer = replace(exercise, version="v2")
    assert done.is_outdated(newer) and done.graded_version == "v1"
    waiting = replace(done, verdict=None)
    assert waiting.is_outdated(newer)
    # Sent before the change, graded after it: the verdict knows better.
    assert not replace(done, verdict=replace(done.verdict, exercise_version="v2")).is_outdated(newer)


def test_a_late_verdict_on_an_older_submission_is_history_not_news(site: Any, browser: Any) -> None:
    site.dispatch()
    old = browser.running(browser.submit("wait", "fail"))
    new = browser.verdict(browser.submit("pass"))
    site.runner.go_on.set()
    assert browser.verdict(old).verdict.state is State.FAILED
    assert browser.do(lambda request: request.submissions.latest("demo/hello"), "GET").id == new.id
    assert [sent.id for sent in browser.do(lambda r: r.submissions.of("demo/hello"), "GET")] == [new.id, old.id]


def test_nobody_sees_what_others_have_sent(site: Any, browser: Any) -> None:
    sent, other = browser.submit("pass"), site.browser()
    other.submit("pass")
    assert other.get(sent.id) is None
    assert other.do(lambda request: request.submissions.cancel(sent.id)) is None
    with pytest.raises(LookupError):
        other.do(lambda request: request.submissions.events(sent.id), "GET")
    assert site.browser().get(sent.id) is None
    assert browser.get(sent.id).state == "queued"


def test_an_exercise_that_is_not_on_the_site_is_refused(site: Any, browser: Any) -> None:
    gone = replace(site.catalogue.exercise("demo", "hello"), id="gone")
    with pytest.raises(Locked, match="demo/gone is not open"):
        browser.do(lambda request: request.submissions.submit(gone, {"app.py": "pass"}))


def test_bad_files_are_refused_and_leave_nothing_behind(site: Any, browser: Any) -> None:
    exercise = site.catalogue.exercise("demo", "hello")
    with pytest.raises(BadFiles, match=r"given\.py is not a file that you may edit here; these are: app\.py, more\.py"):
        browser.do(lambda request: request.submissions.submit(exercise, {"given.py": ""}))
    with site.sessions() as db:
        assert db.scalar(select(func.count()).select_from(SubmissionRow)) == 0


def test_a_full_queue_says_when_to_come_back(make_site: Any) -> None:
    site = make_site(runner_queue=2)
    for _ in range(2):
        site.browser().submit("pass")
    with pytest.raises(QueueFull) as refused:
        site.browser().submit("pass")
    assert refused.value.retry_after == 1
    site.dispatch()
    # The queue drains, and there is room again.
    for _ in range(100):
        try:
            late = site.browser()
            late.verdict(late.submit("pass"))
            break
        except QueueFull:
            pass


def test_a_visitor_who_sends_too_much_has_to_wait(make_site: Any) -> None:
    site = make_site(rate_submissions=3)
    browser = site.browser()
    browser.do(lambda request: request.ensure_visitor())
    for number in range(3):
        browser.submit(f"sleep {number}")
    with pytest.raises(TooMany) as refused:
        browser.submit("pass")
    assert 1 <= refused.value.retry_after <= 20
    site.browser().submit("pass")


def test_dropping_the_cookie_does_not_help_an_address(make_site: Any) -> None:
    site = make_site(rate_address=3)
    for _ in range(3):
        site.browser("192.0.2.9").submit("pass")
    with pytest.raises(TooMany):
        site.browser("192.0.2.9").submit("pass")
    site.browser("192.0.2.10").submit("pass")


def test_a_run_is_executed_and_not_graded(site: Any, browser: Any) -> None:
    site.dispatch()
    job = Job(kind="run", runtime="demo", files={"app.py": "say hi"}, main="app.py", services=("redis",))
    done = browser.verdict(browser.do(lambda request: request.submissions.run(job)))
    ran = site.runner.executed[0]
    assert (done.kind, done.verdict.state, done.exercise) == ("run", State.PASSED, "")
    assert (ran.kind, ran.runtime, ran.main, ran.services, ran.limits) == (
        "run",
        "demo",
        "app.py",
        ("redis",),
        job.limits,
    )
    assert browser.do(lambda request: request.progress.all(), "GET")["exercises"] == {}


def test_what_is_cancelled_before_it_begins_never_runs(site: Any, browser: Any) -> None:
    sent = browser.submit("pass")
    cancelled = browser.do(lambda request: request.submissions.cancel(sent.id))
    assert cancelled.state is SubmissionState.CANCELLED
    site.dispatch()
    browser.verdict(browser.submit("pass", exercise="other"))
    assert len(site.runner.executed) == 1


def test_what_is_cancelled_while_it_runs_is_stopped_and_has_no_verdict(site: Any, browser: Any) -> None:
    site.dispatch()
    sent = browser.running(browser.submit("wait"))
    browser.do(lambda request: request.submissions.cancel(sent.id))
    browser.verdict(browser.submit("pass", exercise="other"))
    assert (browser.get(sent.id).state, browser.get(sent.id).verdict) == (SubmissionState.CANCELLED, None)


def test_the_solution_is_for_those_who_have_tried(site: Any, browser: Any) -> None:
    site.dispatch()
    exercise = site.catalogue.exercise("demo", "hello")

    def may(who: Any) -> bool:
        return bool(who.do(lambda request: request.submissions.may_see_solution(exercise), "GET"))

    assert not may(browser)
    browser.verdict(browser.submit("unavailable"))
    assert not may(browser), "our own fault is no try"
    browser.verdict(browser.submit("fail", exercise="other"))
    assert not may(browser), "that was another exercise"
    browser.verdict(browser.submit("fail"))
    assert may(browser)
    assert not may(site.browser())


def test_only_so_much_history_is_kept(site: Any, browser: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("roadmap.learning.submissions.HISTORY", 3)
    for number in range(8):
        browser.submit(f"sleep {number}")
    kept = browser.do(lambda request: request.submissions.of("demo/hello", limit=100), "GET")
    assert [sent.files["app.py"] for sent in kept] == ["sleep 7", "sleep 6", "sleep 5", "sleep 4"]
