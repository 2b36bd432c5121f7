"""The catalogue as JSON: complete for a learner, silent about what gives answers away, and easy to cache."""

from __future__ import annotations

from tests.api.conftest import KEY, CheckedApp

from roadmap.catalogue import Catalogue


def test_sections_are_listed_in_reading_order(api: CheckedApp) -> None:
    catalogue: Catalogue = api.app.registry.catalogue
    listed = api.get("/api/v1/sections").json["sections"]
    assert [section["id"] for section in listed] == [section.id for section in catalogue.sections]
    good = next(section for section in listed if section["id"] == "good")
    assert [exercise["key"] for exercise in good["exercises"]] == [KEY]
    assert api.get(good["href"]).json["id"] == "good"


def test_a_section_tells_what_can_be_run_and_asked(api: CheckedApp) -> None:
    section = api.get("/api/v1/sections/good").json
    assert [sample["key"] for sample in section["samples"]] == ["good/good-hello"]
    assert section["quiz"]["questions"]
    assert section["distribution"] == "roadmap-good"


def test_a_quiz_does_not_tell_which_choices_are_right(api: CheckedApp) -> None:
    quiz = api.app.registry.catalogue.section("good").quiz
    text = api.get("/api/v1/sections/good").text
    for question in quiz.questions:
        assert question.id in text
        assert not [choice for choice in question.choices if choice.explanation and choice.explanation in text]


def test_an_exercise_has_what_one_needs_to_solve_it(api: CheckedApp) -> None:
    exercise = api.app.registry.catalogue.exercise("good", "double")
    found = api.get("/api/v1/exercises/good/double").json
    assert found["files"] == dict(exercise.starter)
    assert found["edit"] == ["doubling.py"]
    assert (found["program"], found["programs"]) == (exercise.program, [])
    assert found["limits"]["memory_mb"] == exercise.limits.memory_mb
    assert [requirement["title"] for requirement in found["requirements"]] == [check.title for check in exercise.checks]


def test_an_exercise_never_tells_its_checks_or_its_solution(api: CheckedApp) -> None:
    exercise = api.app.registry.catalogue.exercise("good", "double")
    text = api.get("/api/v1/exercises/good/double").text
    secrets = [*exercise.solution.values(), *(text for wrong in exercise.wrong for text in wrong.files.values())]
    lines = [
        line for line in [*exercise.checks_source.splitlines(), *"\n".join(secrets).splitlines()] if "return" in line
    ]
    given = "\n".join(exercise.starter.values())
    assert lines
    assert not [line for line in lines if line.strip() in text and line.strip() not in given]


def test_what_is_the_same_for_everyone_can_be_cached(api: CheckedApp) -> None:
    for path in ("/sections", "/sections/good", "/exercises/good/double", "/openapi.json", "/"):
        first = api.get("/api/v1" + path)
        assert first.headers["Cache-Control"].startswith("public")
        assert not first.headers["ETag"].startswith("W/")
        assert "Set-Cookie" not in first.headers
        again = api.get("/api/v1" + path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_int, again.body) == (304, b"")


def test_what_is_the_same_for_everyone_is_compressed_only_on_asking(api: CheckedApp) -> None:
    # webtest unpacks what is compressed, and takes the header away; the tags tell the two apart.
    plain = api.get("/api/v1/sections")
    zipped = api.get("/api/v1/sections", headers={"Accept-Encoding": "gzip"})
    assert zipped.json == plain.json
    assert not plain.headers["ETag"].endswith('-gz"')
    assert zipped.headers["ETag"].endswith('-gz"')


def test_head_is_answered_like_get(api: CheckedApp) -> None:
    response = api.head("/api/v1/sections")
    assert (response.status_int, response.body) == (200, b"")


def test_unknown_sections_and_exercises_are_not_found(api: CheckedApp) -> None:
    for path in ("sections/nope", "exercises/good/nope", "exercises/nope/double"):
        response = api.get(f"/api/v1/{path}")
        assert response.status_int == 404
        assert "nope" in response.json["detail"]
