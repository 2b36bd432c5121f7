"""From a submission to its verdict over HTTP, in the real sandbox with the real Flask."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from tests.api.conftest import CheckedApp
from tests.api.test_events import parsed

from roadmap.catalogue import Exercise
from roadmap.learning import start_dispatcher

pytestmark = pytest.mark.sandbox
KEY = "flask/url-shortener"


@pytest.fixture
def flask(make_api: Callable[..., CheckedApp]) -> Iterator[CheckedApp]:
    """A site with the Flask section that runs what it is sent."""
    api = make_api(plugins=["flask"], dispatch=True)
    start_dispatcher(api.app.registry)
    yield api


def verdict(api: CheckedApp, sent: dict[str, str]) -> dict[str, object]:
    deadline = time.monotonic() + 60
    while (found := api.get(sent["href"]).json)["verdict"] is None:
        assert time.monotonic() < deadline, found
        time.sleep(0.1)
    answer: dict[str, object] = found["verdict"]
    return answer


def exercise(api: CheckedApp) -> Exercise:
    found: Exercise = api.app.registry.catalogue.exercise_by_key(KEY)
    return found


def test_a_solution_passes_and_counts(flask: CheckedApp) -> None:
    body = {"exercise": KEY, "files": dict(exercise(flask).solution)}
    sent = flask.post_json("/api/v1/submissions", body).json
    events = parsed(flask.get(sent["events"]).text)
    answer = verdict(flask, sent)
    assert answer["state"] == "passed", answer
    assert [data["id"] for kind, data in events if kind == "check"] == [check.id for check in exercise(flask).checks]
    assert events[-1] == ("finished", {"state": "finished", "verdict": answer})
    assert flask.get("/api/v1/me/progress").json["exercises"] == {KEY: "passed"}


def test_a_wrong_answer_fails_with_its_words(flask: CheckedApp) -> None:
    wrong = exercise(flask).wrong[0]
    sent = flask.post_json("/api/v1/submissions", {"exercise": KEY, "files": dict(wrong.files)}).json
    answer = verdict(flask, sent)
    failed = {check["id"]: check for check in answer["checks"] if check["outcome"] == "failed"}  # type: ignore[attr-defined]
    assert answer["state"] == "failed"
    assert wrong.words in failed[wrong.check]["feedback"]
    assert flask.get("/api/v1/me/progress").json["exercises"] == {KEY: "tried"}


def test_programs_are_run_and_stopped(flask: CheckedApp) -> None:
    sample = flask.app.registry.catalogue.section("flask").samples[0]
    ran = flask.post_json("/api/v1/runs", {"sample": f"flask/{sample.id}"}).json
    printed = "".join(str(data["text"]) for kind, data in parsed(flask.get(ran["events"]).text) if kind == "output")
    assert printed == verdict(flask, ran)["output"] != ""

    shown = flask.post_json("/api/v1/runs", {"exercise": KEY, "files": dict(exercise(flask).solution)}).json
    assert "HTTP/1.1" in str(verdict(flask, shown)["output"])

    endless = {"runtime": "flask", "main": "a.py", "files": {"a.py": "import time\nwhile True:\n    time.sleep(1)\n"}}
    running = flask.post_json("/api/v1/runs", endless).json
    while flask.get(running["href"]).json["state"] == "queued":
        time.sleep(0.05)
    assert flask.delete(running["href"]).json["state"] == "cancelled"
    assert flask.get(running["href"]).json["verdict"] is None
