"""Running without grading: samples, exercises' programs and one's own, each with what belongs to it."""

from __future__ import annotations

import pytest
from tests.api.conftest import KEY, RIGHT, CheckedApp

POST = "/api/v1/runs"


def test_a_sample_is_run_as_it_is(api: CheckedApp) -> None:
    response = api.post_json(POST, {"sample": "good/good-hello"})
    assert response.status_int == 202
    assert response.json["kind"] == "run" and response.json["exercise"] is None
    sample = api.app.registry.catalogue.sample("good", "good-hello")
    assert api.get(response.headers["Location"]).json["files"] == {sample.name: sample.code}


def test_a_sample_is_run_with_its_file_changed(api: CheckedApp) -> None:
    response = api.post_json(POST, {"sample": "good/good-hello", "files": {"good-hello.py": "print(1)"}})
    assert response.json["files"] == {"good-hello.py": "print(1)"}


def test_an_exercises_program_is_run_with_all_its_files(api: CheckedApp) -> None:
    response = api.post_json(POST, {"exercise": KEY, "files": RIGHT})
    assert response.status_int == 202
    exercise = api.app.registry.catalogue.exercise_by_key(KEY)
    assert response.json["files"] == {**exercise.starter, **RIGHT}


def test_a_program_of_ones_own_is_run(api: CheckedApp) -> None:
    runtime = next(iter(api.app.registry.runtimes))
    body = {"runtime": runtime, "main": "a.py", "files": {"a.py": "print(1)"}, "services": ["redis"]}
    assert api.post_json(POST, body).status_int == 202


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({}, 422, "body"),
        ({"sample": "good/good-hello", "exercise": KEY, "files": {}}, 422, "body"),
        ({"sample": "good/nope"}, 404, None),
        ({"exercise": "good/nope", "files": RIGHT}, 404, None),
        ({"sample": "good/good-hello", "files": {"other.py": ""}}, 422, "files/other.py"),
        ({"sample": "good/good-hello", "services": ["redis"]}, 422, "services"),
        ({"exercise": KEY, "files": {"checks.py": ""}}, 422, "files/checks.py"),
        ({"runtime": "nope", "main": "a.py", "files": {"a.py": ""}}, 422, "runtime"),
        ({"runtime": "nope", "main": "b.py", "files": {"a.py": ""}}, 422, "main"),
        ({"runtime": "nope", "main": "a.py", "files": {"a.py": ""}, "services": ["rabbit"]}, 422, "services"),
        ({"runtime": "nope", "main": "../a.py", "files": {"../a.py": ""}}, 422, "runtime"),
    ],
)
def test_what_cannot_be_run_is_refused_by_field(
    api: CheckedApp, body: dict[str, object], status: int, field: str | None
) -> None:
    response = api.post_json(POST, body)
    assert response.status_int == status, response.text
    assert field is None or field in [error["field"] for error in response.json["errors"]]


def test_files_cannot_leave_their_folder(api: CheckedApp) -> None:
    runtime = next(iter(api.app.registry.runtimes))
    response = api.post_json(POST, {"runtime": runtime, "main": "../a.py", "files": {"../a.py": ""}})
    assert response.status_int == 422 and "../a.py" in response.json["detail"]
