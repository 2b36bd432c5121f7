"""Where a visitor stands: sections done and begun, the last page that they worked on, and the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from roadmap.catalogue import Catalogue
from roadmap.learning import Standing, kind_of
from roadmap.learning.standing import Touched, standing


@pytest.fixture
def catalogue(demo_catalogue: Any) -> Catalogue:
    """demo: two lessons, two exercises, a quiz of two questions; more (after demo) and aside: one lesson each."""
    (demo,) = demo_catalogue().sections
    first = demo.lessons[0]
    made = Catalogue()
    made.add(replace(demo, lessons=(first, replace(first, id="second", title="Second"))))
    for id, after, places in (("more", ("demo", "absent"), {"main": 1, "other": 1}), ("aside", (), {"main": 2})):
        lesson = replace(first, section=id, id="only", title=id)
        made.add(replace(demo, id=id, after=after, places=places, lessons=(lesson,), exercises=(), quiz=None))
    return made


def stand(catalogue: Catalogue, *touched: Touched, passed: Sequence[str] = (), answered: int = 0) -> Standing:
    """Of a visitor who did all lessons of `touched` and tried its exercises."""
    done: Mapping[str, Any] = {
        "lessons": {key: "…" for kind, key in touched if kind == "lesson"},
        "exercises": {key: {"passed": None} for kind, key in touched if kind == "exercise"}
        | {key: {"passed": "…"} for key in passed},
        "quizzes": {"demo": {"answered": answered, "right": 0}} if answered else {},
    }
    return standing(catalogue, done, touched)


def names(found: Standing) -> tuple[str | None, str | None]:
    """The last and the next page."""
    last, after = ((f"{kind_of(step)} {step.url}" if step else None) for step in (found.last, found.next))
    return last, after


LESSONS = (("lesson", "demo/second"), ("lesson", "demo/first"))
BOTH = ("demo/hello", "demo/other")


def test_who_has_done_nothing_begins_at_the_beginning(catalogue: Catalogue) -> None:
    found = stand(catalogue)
    assert found.sections == {}
    assert names(found) == (None, "lesson /learn/aside/only")
    assert found.recommended == {"main": "aside", "other": "aside"}


def test_the_next_lesson_comes_after_the_last_one(catalogue: Catalogue) -> None:
    found = stand(catalogue, ("lesson", "demo/first"))
    assert found.sections == {"demo": "started"}
    assert names(found) == ("lesson /learn/demo/first", "lesson /learn/demo/second")
    # The section that one is in goes before others.
    assert found.recommended["main"] == "demo"


def test_a_lesson_that_was_left_out_comes_before_exercises(catalogue: Catalogue) -> None:
    found = stand(catalogue, ("lesson", "demo/second"))
    assert names(found) == ("lesson /learn/demo/second", "lesson /learn/demo/first")


def test_an_exercise_that_was_left_open_is_the_last_and_the_next_is_another(catalogue: Catalogue) -> None:
    found = stand(catalogue, ("exercise", "demo/hello"), *LESSONS)
    assert names(found) == ("exercise /learn/demo/exercises/hello", "exercise /learn/demo/exercises/other")


def test_a_section_is_done_when_all_is_read_and_passed(catalogue: Catalogue) -> None:
    found = stand(catalogue, *LESSONS, passed=BOTH)
    assert found.sections == {"demo": "done"}
    assert names(found)[1] == "quiz /learn/demo/quiz"
    assert found.recommended == {"main": "aside", "other": "more"}
    found = stand(catalogue, *LESSONS, passed=BOTH, answered=2)
    assert names(found)[1] == "lesson /learn/aside/only"


def test_all_is_done(catalogue: Catalogue) -> None:
    found = stand(catalogue, ("lesson", "aside/only"), ("lesson", "more/only"), *LESSONS, passed=BOTH, answered=2)
    assert set(found.sections.values()) == {"done"}
    assert names(found) == ("lesson /learn/aside/only", None)
    assert found.recommended == {}


def test_what_is_not_on_this_site_is_passed_over(catalogue: Catalogue) -> None:
    found = stand(catalogue, ("lesson", "gone/first"), ("exercise", "demo/gone"), ("quiz", "more"), ("quiz", "demo"))
    assert found.last is catalogue.as_mapping()["demo"].quiz
    assert found.sections == {"demo": "started"}


def test_one_goes_on_where_one_has_only_written_something_down(catalogue: Catalogue) -> None:
    nothing: Mapping[str, Any] = {"lessons": {}, "exercises": {}, "quizzes": {}}
    found = standing(catalogue, nothing, [("lesson", "demo/first")])
    assert (found.sections, found.recommended["main"]) == ({}, "demo")
    assert names(found) == ("lesson /learn/demo/first", "lesson /learn/demo/second")


def test_what_was_touched_last_is_known_whatever_it_was(browser: Any) -> None:
    def last() -> str | None:
        found = browser.do(lambda r: r.progress.standing(r.progress.all()), "GET").last
        return f"{kind_of(found)} {found.url}" if found else None

    assert last() is None
    browser.do(lambda r: r.progress.complete("demo", "first"))
    assert last() == "lesson /learn/demo/first"
    browser.do(lambda r: r.drafts.save("demo/hello", {"app.py": "pass"}, "v1"))
    assert last() == "exercise /learn/demo/exercises/hello"
    quiz = browser.do(lambda r: r.registry.catalogue.section("demo").quiz)
    browser.do(lambda r: r.quizzes.answer(quiz, "one", [0]))
    assert last() == "quiz /learn/demo/quiz"
    browser.submit("pass", exercise="other")
    assert last() == "exercise /learn/demo/exercises/other"
