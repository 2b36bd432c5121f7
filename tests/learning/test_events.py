"""Events: replayed to whoever comes late, followed to the end, and never without bounds."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from roadmap.learning import events
from roadmap.learning.events import EventLog, Look, Watch


def _watch(browser: Any, sent: Any, after: int = 0) -> Any:
    return browser.do(lambda request: request.submissions.events(sent.id, after=after), "GET")


def test_a_run_is_seen_as_it_happens_and_again_afterwards(site: Any, browser: Any) -> None:
    sent = browser.submit("say one", "wait", "say two")
    live = _watch(browser, sent)
    first = next(live)
    assert (first.kind, first.data) == ("queued", {"place": 1, "seconds": None})
    site.dispatch()
    assert [next(live).kind, next(live).data["text"]] == ["started", "one"]
    site.runner.go_on.set()
    rest = list(live)
    assert [event.kind for event in rest] == ["output", "finished"]
    assert rest[-1].data["state"] == "finished"
    assert rest[-1].data["verdict"]["state"] == "passed"

    replayed = list(_watch(browser, sent))
    assert [event.kind for event in replayed] == ["started", "output", "output", "finished"]
    assert [event.number for event in replayed] == [1, 2, 3, 4]
    assert [event.number for event in _watch(browser, sent, after=2)] == [3, 4]


def test_many_may_watch_the_same_run(site: Any, browser: Any) -> None:
    sent = browser.submit(*(f"say {number}" for number in range(50)))
    watches = [_watch(browser, sent) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        seen = [pool.submit(list, watch) for watch in watches]
        site.dispatch()
        for each in seen:
            texts = [event.data["text"] for event in each.result(60) if event.kind == "output"]
            assert texts == [str(number) for number in range(50)]


def test_a_watch_ends_when_the_submission_is_cancelled(site: Any, browser: Any) -> None:
    sent = browser.submit("pass")
    live = _watch(browser, sent)
    next(live)
    browser.do(lambda request: request.submissions.cancel(sent.id))
    last = list(live)[-1]
    assert (last.kind, last.data) == ("finished", {"state": "cancelled", "verdict": None})


def test_a_watch_says_what_took_its_place(browser: Any) -> None:
    old = browser.submit("fail")
    live = _watch(browser, old)
    next(live)
    new = browser.submit("pass")
    assert list(live)[-1].data == {"state": "cancelled", "verdict": None, "superseded_by": new.id}


def test_silence_is_broken_by_a_ping() -> None:
    watch = Watch(EventLog(), "x", lambda: Look("running"), look_seconds=0.01, ping_seconds=0.05)
    assert [next(watch).kind, next(watch).kind] == ["ping", "ping"]


def test_a_page_waits_only_as_long_as_it_wants_to(site: Any, browser: Any) -> None:
    site.dispatch()
    sent = browser.running(browser.submit("wait"))
    began = time.monotonic()
    seen = browser.do(lambda request: list(request.submissions.events(sent.id, patience=0.3)), "GET")
    assert [event.kind for event in seen] == ["started"]
    # Nobody else would end it for a quarter of an hour.
    assert 0.3 <= time.monotonic() - began < 60


def test_nobody_watches_for_ever() -> None:
    watch = Watch(EventLog(), "x", lambda: Look("running"), look_seconds=0.01, patience_seconds=0.05)
    assert list(watch) == []


def test_what_does_not_fit_is_left_out(monkeypatch: Any) -> None:
    monkeypatch.setattr(events, "EVENTS", 5)
    monkeypatch.setattr(events, "RUNS", 3)
    log = EventLog()
    for run in range(10):
        log.begin(str(run))
        for number in range(10):
            log.add(str(run), "output", {"text": str(number)})
    assert [len(log.since(str(run), 0)) for run in range(10)] == [0] * 7 + [5] * 3
    monkeypatch.setattr(events, "CHARACTERS", 100)
    log.begin("x")
    log.add("x", "output", {"text": "y" * 1000})
    assert log.since("x", 0) == []


def test_a_second_attempt_goes_on_counting() -> None:
    log = EventLog()
    log.begin("x")
    log.add("x", "started", {})
    log.add("x", "output", {"text": "half"})
    log.begin("x")
    log.add("x", "started", {})
    assert [(event.number, event.kind) for event in log.since("x", 2)] == [(3, "started")]
    assert len(log.since("x", 0)) == 1
