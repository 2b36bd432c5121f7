"""What is counted is what happened, also when many threads count at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from roadmap.learning import Figures, TooMany
from roadmap.learning.errors import QueueFull
from roadmap.runner.verdict import State, Verdict


def value(figures: Figures, name: str, **labels: str) -> float:
    return figures.registry.get_sample_value(name, labels) or 0.0


def test_a_submission_is_counted_at_each_step(site: Any, browser: Any) -> None:
    dispatcher = site.dispatch()
    browser.verdict(browser.submit("pass"))
    browser.verdict(browser.submit("fail"))
    browser.verdict(browser.submit("unavailable"))
    dispatcher.stop()  # so that all has been counted
    figures = site.registry.figures
    assert value(figures, "roadmap_submissions_total", kind="check") == 3
    assert value(figures, "roadmap_runs_started_total", kind="check", runtime="demo") == 3
    for state in ("passed", "failed", "unavailable"):
        labels = {"kind": "check", "runtime": "demo", "state": state}
        assert value(figures, "roadmap_verdicts_total", **labels) == 1
    assert value(figures, "roadmap_refusals_total", reason="unavailable") == 1
    assert value(figures, "roadmap_queue_wait_seconds_count", runtime="demo") == 3
    assert value(figures, "roadmap_run_duration_seconds_count", kind="check", runtime="demo") == 3


def test_what_is_cancelled_has_no_verdict(site: Any, browser: Any) -> None:
    sent = browser.submit("pass")
    browser.do(lambda request: request.submissions.cancel(sent.id))
    dispatcher = site.dispatch()
    browser.verdict(browser.submit("say last"))
    dispatcher.stop()
    labels = {"kind": "check", "runtime": "demo", "state": "passed"}
    assert value(site.registry.figures, "roadmap_verdicts_total", **labels) == 1


def test_refusals_are_counted_by_reason(make_site: Any) -> None:
    site = make_site(rate_submissions=1, runner_queue=1)
    browser = site.browser()
    browser.submit("pass")
    browser.submit("say more")
    with pytest.raises(TooMany):
        browser.submit("say too much")
    with pytest.raises(QueueFull):
        site.browser("192.0.2.2").submit("pass")
    assert value(site.registry.figures, "roadmap_refusals_total", reason="rate") == 1
    assert value(site.registry.figures, "roadmap_refusals_total", reason="queue_full") == 1


def test_two_applications_do_not_mix() -> None:
    one, other = Figures(), Figures()
    one.accepted("run")
    assert (
        value(one, "roadmap_submissions_total", kind="run"),
        value(other, "roadmap_submissions_total", kind="run"),
    ) == (
        1,
        0,
    )


def test_many_threads_count_together() -> None:
    figures = Figures()
    verdict = Verdict(state=State.PASSED)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: figures.judged("run", "demo", verdict, 0.1), range(800)))
    assert value(figures, "roadmap_verdicts_total", kind="run", runtime="demo", state="passed") == 800
    assert value(figures, "roadmap_run_duration_seconds_bucket", kind="run", runtime="demo", le="0.1") == 800
