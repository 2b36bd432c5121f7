"""How long one will wait is said from what was measured, and not at all where nothing was."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from roadmap.learning.estimate import mean_seconds, until_free
from roadmap.learning.models import SubmissionRow
from roadmap.runner.job import Job


@pytest.mark.parametrize(
    ("slots", "running", "waiting", "seconds"),
    [
        (1, [], [], 0.0),
        (2, [3.0], [], 0.0),
        (2, [3.0, 1.0], [], 1.0),
        (2, [3.0, 1.0], [4.0], 3.0),
        (2, [], [1.0, 1.0, 1.0], 1.0),
        (1, [-5.0], [2.0], 2.0),
        (1, [1.0, 2.0], [], 1.0),
    ],
)
def test_slots_are_taken_as_they_become_free(
    slots: int, running: list[float], waiting: list[float], seconds: float
) -> None:
    assert until_free(slots, running, waiting) == seconds


def took(site: Any, sent: Any, seconds: float, **more: Any) -> None:
    with site.sessions.begin() as db:
        db.execute(update(SubmissionRow).where(SubmissionRow.id == sent.id).values(seconds=seconds, **more))


def place(browser: Any, sent: Any) -> Any:
    return browser.do(lambda request: request.submissions.place(sent), "GET")


def test_nothing_is_said_where_nothing_was_measured(site: Any, browser: Any) -> None:
    first, second = browser.submit("pass"), browser.submit("pass", exercise="other")
    assert [place(browser, each).seconds for each in (first, second)] == [None, None]


def test_the_mean_of_the_runtimes_latest_runs_counts(site: Any, browser: Any) -> None:
    dispatcher = site.dispatch()
    took(site, browser.verdict(browser.submit("say one")), 4.0)
    took(site, browser.verdict(browser.submit("say two")), 2.0)
    # A fault of ours says nothing about how long programs take.
    took(site, browser.verdict(browser.submit("unavailable")), 100.0)
    dispatcher.stop()
    with site.sessions() as db:
        assert mean_seconds(db, site.catalogue) == {"demo": 3.0}
    next_one = browser.submit("pass")
    others = [site.browser(f"192.0.2.{number}") for number in (2, 3)]
    behind = [other.submit("pass") for other in others]
    # The site has two slots: two begin at once, the third when one of them is done.
    numbers = sorted((place(browser, each).number, place(browser, each).seconds) for each in [next_one, *behind])
    assert numbers == [(1, 0.0), (2, 0.0), (3, 3.0)]


def test_a_runtime_that_was_never_measured_makes_the_rest_unknown(site: Any, browser: Any) -> None:
    dispatcher = site.dispatch()
    took(site, browser.verdict(browser.submit("pass")), 1.0)
    dispatcher.stop()
    other = site.browser("192.0.2.2")
    strange = other.do(
        lambda request: request.submissions.run(Job(kind="run", runtime="strange", files={"main.py": ""}))
    )
    mine = browser.submit("say again")
    assert place(other, strange).seconds is None
    found = {place(browser, each).number: place(browser, each).seconds for each in (strange, mine)}
    assert found[2] is None


def test_watchers_and_clients_are_told(site: Any, browser: Any) -> None:
    dispatcher = site.dispatch()
    took(site, browser.verdict(browser.submit("pass")), 1.5)
    dispatcher.stop()
    sent = browser.submit("say hello")
    event = next(browser.do(lambda request: request.submissions.events(sent.id), "GET"))
    assert (event.kind, event.data) == ("queued", {"place": 1, "seconds": 0.0})
