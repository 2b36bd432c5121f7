"""What a visitor has done: theirs alone, stored nowhere on the way, and there again after a restart."""

from __future__ import annotations

from collections.abc import Callable

from tests.api.conftest import KEY, RIGHT, WRONG, CheckedApp

LESSON = "/api/v1/me/lessons/good/first"
DRAFT = "/api/v1/me/drafts/good/double"


def test_a_stranger_has_done_nothing_and_gets_no_cookie(api: CheckedApp) -> None:
    response = api.get("/api/v1/me/progress")
    assert response.json == {
        "account": None,
        "lessons": {},
        "exercises": {},
        "quizzes": {},
        "sections": {},
        "recommended": {"main": "good"},
        "last": None,
        "next": {"kind": "lesson", "title": "First steps", "url": "/learn/good/first", "language": "en"},
        "bookmarks": [],
        "notes": [],
    }
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "Set-Cookie" not in response.headers


def test_a_lesson_is_marked_and_taken_back(api: CheckedApp, somebody_else: CheckedApp) -> None:
    assert api.put(LESSON).json == {"lesson": "good/first", "done": True}
    assert api.put(LESSON).status_int == 200
    assert list(api.get("/api/v1/me/progress").json["lessons"]) == ["good/first"]
    assert somebody_else.get("/api/v1/me/progress").json["lessons"] == {}
    assert api.delete(LESSON).json["done"] is False
    assert api.get("/api/v1/me/progress").json["lessons"] == {}


def test_where_one_left_off(api: CheckedApp) -> None:
    api.put(LESSON)
    found = api.get("/api/v1/me/progress").json
    assert found["sections"] == {"good": "started"}
    assert (found["last"]["url"], found["next"]["url"]) == ("/learn/good/first", "/learn/good/second")
    api.put_json(DRAFT, {"files": WRONG})
    found = api.get("/api/v1/me/progress").json
    assert (found["last"]["kind"], found["last"]["url"]) == ("exercise", "/learn/good/exercises/double")


def test_an_unknown_lesson_is_not_found(api: CheckedApp) -> None:
    assert api.put("/api/v1/me/lessons/good/nope").status_int == 404
    assert api.put("/api/v1/me/lessons/nope/first").status_int == 404


def test_a_draft_is_kept(api: CheckedApp, somebody_else: CheckedApp) -> None:
    nothing = api.get(DRAFT).json
    assert nothing == {"exercise": KEY, "files": {}, "version": 0, "saved": None}
    saved = api.put_json(DRAFT, {"files": WRONG, "version": 0})
    assert saved.status_int == 200 and saved.json["version"] > 0
    assert api.get(DRAFT).json == saved.json
    assert somebody_else.get(DRAFT).json == nothing
    assert api.put_json(DRAFT, {"files": RIGHT, "version": saved.json["version"]}).json["files"] == RIGHT


def test_another_windows_draft_is_not_overwritten(api: CheckedApp) -> None:
    api.put_json(DRAFT, {"files": RIGHT, "version": 0})
    conflict = api.put_json(DRAFT, {"files": WRONG, "version": 0})
    assert conflict.status_int == 409
    assert conflict.json["draft"]["files"] == RIGHT
    assert api.get(DRAFT).json["files"] == RIGHT
    assert api.put_json(DRAFT, {"files": WRONG}).json["files"] == WRONG


def test_a_draft_is_discarded(api: CheckedApp) -> None:
    api.put_json(DRAFT, {"files": RIGHT})
    assert api.delete(DRAFT).json["files"] == {}
    assert api.get(DRAFT).json["version"] == 0


def test_a_draft_with_files_that_are_not_ones_own_is_refused(api: CheckedApp) -> None:
    response = api.put_json(DRAFT, {"files": {"checks.py": ""}})
    assert response.status_int == 422 and "checks.py" in response.json["detail"]


def test_drafts_and_progress_are_there_after_a_restart(make_api: Callable[..., CheckedApp]) -> None:
    before = make_api()
    before.put(LESSON)
    before.put_json(DRAFT, {"files": WRONG})
    after = make_api()
    after.cookiejar = before.cookiejar
    assert list(after.get("/api/v1/me/progress").json["lessons"]) == ["good/first"]
    assert after.get(DRAFT).json["files"] == WRONG


def test_submissions_to_an_exercise_are_listed_newest_first(api: CheckedApp, somebody_else: CheckedApp) -> None:
    for files in (WRONG, RIGHT):
        api.post_json("/api/v1/submissions", {"exercise": KEY, "files": files})
    listed = api.get(f"/api/v1/me/submissions?exercise={KEY}").json["submissions"]
    assert [each["files"] for each in listed] == [RIGHT, WRONG]
    assert somebody_else.get(f"/api/v1/me/submissions?exercise={KEY}").json == {"submissions": []}
    assert api.get("/api/v1/me/submissions").status_int == 422
    assert api.get("/api/v1/me/submissions?exercise=good/nope").status_int == 404


def test_an_answer_explains_every_choice_and_counts(api: CheckedApp) -> None:
    quiz = api.app.registry.catalogue.section("good").quiz
    question = quiz.questions[0]
    path = f"/api/v1/me/quizzes/good/{question.id}"
    wrong = [number for number in range(len(question.choices)) if number not in question.right][:1]
    for chosen, right in ((wrong, False), (sorted(question.right), True)):
        answered = api.post_json(path, {"chosen": chosen}).json
        assert answered["right"] is right
        assert [choice["explanation"] for choice in answered["choices"]] == [c.explanation for c in question.choices]
        assert [number for number, choice in enumerate(answered["choices"]) if choice["chosen"]] == chosen
    assert api.get("/api/v1/me/progress").json["quizzes"] == {"good": {"answered": 1, "right": 1}}


def test_answers_that_are_none_are_refused(api: CheckedApp) -> None:
    question = api.app.registry.catalogue.section("good").quiz.questions[0]
    path = f"/api/v1/me/quizzes/good/{question.id}"
    for chosen in ([], [99], [-1], [0, 0], ["0"], 0, [True], [10**400]):
        assert api.post_json(path, {"chosen": chosen}).status_int == 422, chosen
    assert api.post_json("/api/v1/me/quizzes/good/nope", {"chosen": [0]}).status_int == 404
