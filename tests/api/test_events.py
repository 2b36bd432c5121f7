"""The stream of a submission's events: replayed, followed to the end, and only so many at the same time."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from tests.api.conftest import KEY, RIGHT, CheckedApp
from webtest import TestRequest

from roadmap.api.events import Places, Stream, as_lines
from roadmap.learning import StoredEvent, start_dispatcher


def parsed(text: str) -> list[tuple[str, dict[str, object]]]:
    """Kind and data of each event of a stream."""
    found = []
    for block in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if line and not line.startswith(":"))
        if "event" in fields:
            found.append((fields["event"], json.loads(fields["data"])))
    return found


@pytest.fixture
def running(make_api: Callable[..., CheckedApp]) -> CheckedApp:
    """A site that takes submissions out of the queue, and whose runner refuses them all."""
    api = make_api(runner="off", dispatch=True)
    start_dispatcher(api.app.registry)
    return api


def test_a_stream_ends_with_the_verdict(running: CheckedApp) -> None:
    sent = running.post_json("/api/v1/submissions", {"exercise": KEY, "files": RIGHT}).json
    response = running.get(sent["events"])
    assert response.content_type == "text/event-stream"
    assert response.headers["Cache-Control"] == "private, no-store"
    kind, data = parsed(response.text)[-1]
    assert (kind, data["state"]) == ("finished", "finished")
    assert data["verdict"] == running.get(sent["href"]).json["verdict"]
    assert data["verdict"]["state"] == "unavailable"


def test_a_finished_submission_is_replayed(running: CheckedApp) -> None:
    sent = running.post_json("/api/v1/submissions", {"exercise": KEY, "files": RIGHT}).json
    first, again = (parsed(running.get(sent["events"]).text) for _ in range(2))
    assert again[-1] == first[-1]


def test_a_cancelled_submission_ends_its_stream(api: CheckedApp) -> None:
    sent = api.post_json("/api/v1/submissions", {"exercise": KEY, "files": RIGHT}).json
    api.delete(sent["href"])
    assert parsed(api.get(sent["events"]).text)[-1] == ("finished", {"state": "cancelled", "verdict": None})


def test_places_are_limited_and_given_back() -> None:
    places = Places(all_streams=3, of_a_visitor=2)
    assert [places.take(visitor) for visitor in "aaabb"] == [True, True, False, True, False]
    places.leave("a")
    assert places.take("b")


def test_a_stream_gives_its_place_back_once(api: CheckedApp) -> None:
    places = Places(all_streams=1, of_a_visitor=1)
    assert places.take("a")
    stream = Stream(iter(()), places, "a")
    stream.close()
    stream.close()
    assert places.take("b") and not places.take("a")


def test_when_all_places_are_taken_the_client_is_told_to_come_back(make_api: Callable[..., CheckedApp]) -> None:
    api = make_api()
    api.app.registry.event_places = Places(all_streams=0)
    sent = api.post_json("/api/v1/submissions", {"exercise": KEY, "files": RIGHT}).json
    response = api.get(sent["events"])
    assert response.status_int == 503 and int(response.headers["Retry-After"]) > 0


def test_a_stream_that_is_left_half_way_gives_its_place_back(make_api: Callable[..., CheckedApp]) -> None:
    api = make_api()
    places = api.app.registry.event_places = Places(all_streams=1)
    sent = api.post_json("/api/v1/submissions", {"exercise": KEY, "files": RIGHT}).json
    request = TestRequest.blank(sent["events"], headers={"Cookie": f"visitor={api.cookies['visitor']}"})
    status, _, body = request.call_application(api.app)
    assert status.startswith("200") and b"retry:" in next(iter(body))
    assert not places.take("somebody")
    body.close()
    assert places.take("somebody")


def test_what_is_said_while_nothing_happens_is_a_comment() -> None:
    assert as_lines(StoredEvent(0, "ping")).startswith(b":")


def test_events_are_numbered_so_that_a_client_can_go_on(running: CheckedApp) -> None:
    sent = running.post_json("/api/v1/submissions", {"exercise": KEY, "files": RIGHT}).json
    text = running.get(sent["events"]).text
    numbers = [int(line[4:]) for line in text.splitlines() if line.startswith("id: ")]
    assert numbers == sorted(set(numbers)) and numbers
    again = running.get(sent["events"], headers={"Last-Event-ID": str(numbers[-1])})
    assert [kind for kind, _ in parsed(again.text)] == ["finished"]


def test_output_with_line_breaks_stays_one_event() -> None:
    lines = as_lines(StoredEvent(3, "output", {"stream": "stdout", "text": "a\n\nb\r\nevent: finished\n"})).decode()
    assert parsed(lines) == [("output", {"stream": "stdout", "text": "a\n\nb\r\nevent: finished\n"})]
    assert lines.count("\n\n") == 1
