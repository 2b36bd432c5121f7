"""The quiz as a plain form."""

from __future__ import annotations

from typing import Any

QUIZ = "/learn/specimen/quiz"


def test_nothing_is_given_away(site: Any) -> None:
    page = site.get(QUIZ)
    assert "It asks, and changes nothing." not in page.text
    assert not page.html.select(".choice-right, .choice-wrong")


def test_every_choice_explains_itself(site: Any) -> None:
    page = site.post(QUIZ, [("q:safe", "0"), ("q:safe", "1"), ("q:line", "1")])
    assert "1 of 2 right" in page.text
    assert "It asks, and changes nothing." in page.text
    assert "idempotent, but it changes something" in page.text
    assert [choice["class"][-1] for choice in page.html.select(".choice")] == [
        "choice-right",
        "choice-right",
        "choice",
        "choice-right",
        "choice-wrong",
    ]
    assert page.headers["Cache-Control"] == "private, no-store"
    assert site.get("/api/v1/me/progress").json["quizzes"]["specimen"]


def test_questions_left_out_stay_open(site: Any) -> None:
    page = site.post(QUIZ, {"q:line": "0"})
    assert "1 of 2 right, 1 not answered" in page.text
    assert "It asks, and changes nothing." not in page.text


def test_choices_that_do_not_exist_are_no_answer(site: Any) -> None:
    page = site.post(QUIZ, {"q:line": "17", "q:nothing": "0"})
    assert "2 questions." in page.text
