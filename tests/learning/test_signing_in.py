"""What runs while its owner signs in: its verdict, and that the exercise is passed, go to the account."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import select

from roadmap.learning.models import ProgressRow, SubmissionRow
from roadmap.people.merging import merge
from roadmap.people.models import VisitorRow

ACCOUNT = "a" * 32


def sign_in(site: Any, submission: str) -> None:
    """Give the visitor of `submission` the one of an account."""
    with site.sessions.begin() as db:
        source = db.scalar(select(SubmissionRow.visitor_id).where(SubmissionRow.id == submission))
        if db.get(VisitorRow, ACCOUNT) is None:
            db.add(VisitorRow(id=ACCOUNT))
            db.flush()
        merge(db, source, ACCOUNT)


def finished(site: Any, submission: str, seconds: float = 60) -> tuple[str, str | None]:
    """Whose it is and its verdict, once it is finished."""
    end = time.monotonic() + seconds
    while True:
        with site.sessions() as db:
            row = db.scalars(select(SubmissionRow).where(SubmissionRow.id == submission)).one()
        if row.state == "finished":
            return row.visitor_id, row.verdict_state
        assert time.monotonic() < end, row.state
        time.sleep(0.02)


def passed(site: Any) -> list[tuple[str, str]]:
    with site.sessions() as db:
        rows = db.scalars(select(ProgressRow).order_by(ProgressRow.item))
        return [(row.visitor_id, row.item) for row in rows]


def test_what_runs_meanwhile_counts_for_the_account(site: Any, browser: Any) -> None:
    site.dispatch()
    sent = browser.submit("wait", "pass")
    browser.running(sent)
    sign_in(site, sent.id)
    site.runner.go_on.set()
    assert finished(site, sent.id) == (ACCOUNT, "passed")
    assert passed(site) == [(ACCOUNT, "demo/hello")]


def test_verdicts_and_signing_in_do_not_get_in_each_others_way(site: Any) -> None:
    site.dispatch(slots=4)
    browsers = [site.browser(f"192.0.2.{number}") for number in range(8)]
    sent = [browser.submit("pass", f"say {number}") for number, browser in enumerate(browsers)]
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda submission: sign_in(site, submission.id), sent[:1]))  # makes the account
        list(threads.map(lambda submission: sign_in(site, submission.id), sent[1:]))
    assert {finished(site, submission.id) for submission in sent} == {(ACCOUNT, "passed")}
    assert passed(site) == [(ACCOUNT, "demo/hello")]
