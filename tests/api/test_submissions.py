"""Sending a program: accepted once, one's own only, and refused with words that say what to change."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.api.conftest import KEY, RIGHT, WRONG, CheckedApp

POST = "/api/v1/submissions"


def send(api: CheckedApp, files: dict[str, str] = RIGHT, exercise: str = KEY) -> dict[str, object]:
    response = api.post_json(POST, {"exercise": exercise, "files": files})
    assert response.status_int == 202, response.text
    found: dict[str, object] = response.json
    return found


def test_a_submission_is_accepted_and_can_be_asked_for(api: CheckedApp) -> None:
    response = api.post_json(POST, {"exercise": KEY, "files": RIGHT})
    assert response.status_int == 202
    assert response.json["state"] == "queued" and response.json["place"] >= 1
    assert response.headers["Cache-Control"] == "private, no-store"
    found = api.get(response.headers["Location"])
    assert {**found.json, "place": 0} == {**response.json, "place": 0}
    assert found.json["files"] == RIGHT and found.json["verdict"] is None


def test_the_first_submission_makes_a_visitor(api: CheckedApp) -> None:
    cookie = api.post_json(POST, {"exercise": KEY, "files": RIGHT}).headers["Set-Cookie"]
    assert cookie.startswith("visitor=") and "HttpOnly" in cookie and "SameSite=Lax" in cookie


def test_what_is_refused_makes_no_visitor(api: CheckedApp) -> None:
    assert "Set-Cookie" not in api.post_json(POST, {"exercise": KEY, "files": {"x.py": ""}}).headers


def test_the_same_files_twice_are_one_submission(api: CheckedApp) -> None:
    assert send(api)["id"] == send(api)["id"]


def test_submissions_are_one_visitors_own(api: CheckedApp, somebody_else: CheckedApp) -> None:
    mine = send(api)
    send(somebody_else)
    for path in (mine["href"], mine["events"]):
        assert somebody_else.get(path).status_int == 404
    assert somebody_else.delete(mine["href"]).status_int == 404
    assert somebody_else.post(f"{mine['href']}/cancel").status_int == 404
    assert api.get(mine["href"]).json["state"] == "queued"


def test_places_in_the_queue_are_told(make_api: Callable[..., CheckedApp]) -> None:
    api = make_api()
    assert [send(api)["place"], send(CheckedApp(api.app))["place"]] == [1, 2]


@pytest.mark.parametrize("by_post", [False, True])
def test_a_submission_can_be_cancelled(api: CheckedApp, by_post: bool) -> None:
    mine = send(api)
    cancelled = api.post(f"{mine['href']}/cancel") if by_post else api.delete(mine["href"])
    assert (cancelled.status_int, cancelled.json["state"]) == (200, "cancelled")
    assert api.get(mine["href"]).json["state"] == "cancelled"


def test_a_run_can_be_cancelled(api: CheckedApp) -> None:
    sent = api.post_json("/api/v1/runs", {"exercise": KEY, "files": RIGHT})
    assert api.delete(sent.headers["Location"]).json["state"] == "cancelled"


def test_a_submission_says_which_one_took_its_place(api: CheckedApp) -> None:
    old, new = send(api), send(api, WRONG)
    replaced = api.get(old["href"]).json
    assert (replaced["state"], replaced["superseded_by"]) == ("cancelled", new["id"])
    assert new["superseded_by"] is None and new["files_hash"] != old["files_hash"]


def test_nothing_is_estimated_before_anything_has_run(make_api: Callable[..., CheckedApp]) -> None:
    assert send(make_api())["seconds"] is None


def test_an_attempt_at_an_earlier_version_says_so(make_api: Callable[..., CheckedApp]) -> None:
    api = make_api()
    mine = send(api)
    assert mine["outdated"] is False and mine["exercise_version"]
    exercise = api.app.registry.catalogue.exercise_by_key(KEY)
    object.__setattr__(exercise, "version", "another")
    again = api.get(mine["href"]).json
    assert (again["outdated"], again["exercise_version"]) == (True, mine["exercise_version"])


def test_an_unknown_exercise_is_not_found(api: CheckedApp) -> None:
    response = api.post_json(POST, {"exercise": "good/nope", "files": RIGHT})
    assert response.status_int == 404 and "good/nope" in response.json["detail"]


@pytest.mark.parametrize(
    ("files", "named"),
    [
        ({"checks.py": "x"}, "checks.py"),
        ({"../doubling.py": "x"}, "../doubling.py"),
        ({"doubling.py": "x\x00"}, "doubling.py"),
        ({"doubling.py": "\ud800"}, "doubling.py"),
        ({"doubling.py": "#" * 300_000}, "doubling.py"),
    ],
)
def test_files_that_cannot_be_taken_are_named(api: CheckedApp, files: dict[str, str], named: str) -> None:
    response = api.post_json(POST, {"exercise": KEY, "files": files})
    assert response.status_int == 422
    assert named in response.json["errors"][0]["detail"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"exercise": KEY}, "body"),
        ({"exercise": KEY, "files": {"doubling.py": 7}}, "files/doubling.py"),
        ({"exercise": [], "files": {}}, "exercise"),
        ({"exercise": KEY, "files": RIGHT, "more": 1}, "body"),
        ([], "body"),
        ("text", "body"),
        (None, "body"),
    ],
)
def test_bodies_that_do_not_fit_the_document_are_refused_by_field(api: CheckedApp, body: object, field: str) -> None:
    response = api.post_json(POST, body)
    assert response.status_int == 422, response.text
    assert field in [error["field"] for error in response.json["errors"]]


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"a":' + b"1" * 10_000 + b"}", "application/json", 400),
        (b"exercise=x", "application/x-www-form-urlencoded", 415),
        (b"{}", "text/plain", 415),
        (b" " * (2 * 1024 * 1024 + 1), "application/json", 413),
    ],
)
def test_bodies_that_are_not_json_are_refused(api: CheckedApp, body: bytes, content_type: str, status: int) -> None:
    response = api.post(POST, body, content_type=content_type)
    assert response.status_int == status, response.text


def test_too_many_are_told_when_to_come_back(make_api: Callable[..., CheckedApp]) -> None:
    api = make_api(rate_submissions=2)
    answers = [api.post_json(POST, {"exercise": KEY, "files": {"doubling.py": f"# {n}"}}) for n in range(4)]
    assert [answer.status_int for answer in answers][-1] == 429
    assert int(answers[-1].headers["Retry-After"]) == answers[-1].json["retry_after"] > 0


def test_a_full_queue_is_told(make_api: Callable[..., CheckedApp]) -> None:
    api = make_api(runner_queue=1)
    send(api)
    answer = CheckedApp(api.app).post_json(POST, {"exercise": KEY, "files": WRONG})
    assert answer.status_int == 503
    assert int(answer.headers["Retry-After"]) > 0


def test_requests_from_other_sites_are_refused(api: CheckedApp) -> None:
    body = {"exercise": KEY, "files": RIGHT}
    assert api.post_json(POST, body, headers={"Sec-Fetch-Site": "cross-site"}).status_int == 403
    assert api.post_json(POST, body, headers={"Origin": "https://evil.example"}).status_int == 403
