"""A server that is killed with `kill -9` while it runs programs: each has a verdict after the restart, and only one."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from sqlalchemy import select

from roadmap.learning import EventLog
from roadmap.learning.models import SubmissionRow
from roadmap.runner.job import Job
from roadmap.runner.verdict import State

SERVER = Path(__file__).with_name("dying_server.py")


def _serve(site: Any, seconds: float) -> subprocess.Popen[str]:
    settings = site.settings
    command = [sys.executable, "-W", "ignore", SERVER, settings.data, settings.database, str(seconds)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def _run(browser: Any, text: str) -> Any:
    job = Job(kind="run", runtime="demo", files={"app.py": text}, main="app.py")
    return browser.do(lambda request: request.submissions.run(job))


def test_a_submission_in_flight_has_one_verdict_after_the_restart(site: Any, browser: Any) -> None:
    sent = _run(browser, "say after")
    server = _serve(site, 60)
    assert server.stdout is not None
    lines = [server.stdout.readline(), server.stdout.readline()]
    assert f"running {sent.id}\n" in lines
    assert browser.get(sent.id).state == "running"
    server.kill()
    server.wait()
    assert browser.get(sent.id).state == "running"

    site.dispatch()
    done = browser.verdict(sent)
    assert (done.verdict.state, done.verdict.message, done.attempts) == (State.PASSED, "", 2)
    # Watchers who lost their events still learn how it ended.
    site.registry.run_events.__init__()
    events = list(browser.do(lambda request: request.submissions.events(sent.id), "GET"))
    assert [event.kind for event in events] == ["finished"]
    assert events[0].data["verdict"]["state"] == "passed"
    assert isinstance(site.registry.run_events, EventLog)


def test_killed_at_any_moment_nothing_is_lost_and_nothing_judged_twice(site: Any) -> None:
    crowd = [site.browser() for _ in range(8)]
    sent = [(each, _run(each, f"say {number}")) for number, each in enumerate(crowd * 5)]
    server = _serve(site, 0.05)
    assert server.stdout is not None
    for _ in range(12):  # well into the work, and not at a moment that anybody chose
        server.stdout.readline()
    server.kill()
    server.wait()
    with site.sessions() as db:
        before = dict(
            db.execute(select(SubmissionRow.id, SubmissionRow.verdict).where(SubmissionRow.state == "finished")).all()
        )
    assert 0 < len(before) < len(sent)

    site.dispatch()
    for each, submission in sent:
        done = each.verdict(submission, seconds=60)
        assert done.verdict.state is State.PASSED
        if submission.id in before:
            assert done.verdict.message == "from the server that was killed"
    executed = [job.id for job in site.runner.executed]
    assert len(executed) == len(set(executed))
    assert not set(executed) & set(before)
    with site.sessions() as db:
        after = dict(db.execute(select(SubmissionRow.id, SubmissionRow.verdict)).all())
    assert {id: after[id] for id in before} == before


def test_a_second_server_on_the_same_data_stands_by(site: Any, browser: Any) -> None:
    site.dispatch()
    server = _serve(site, 0)
    assert server.stdout is not None
    assert server.stdout.readline() == "ready\n"
    for number in range(5):
        assert browser.verdict(_run(browser, f"say {number}")).verdict.message == ""
    time.sleep(0.1)
    assert len(site.runner.executed) == 5
    server.kill()
    assert server.communicate()[0] == ""
