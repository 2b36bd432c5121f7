"""Ids that others have replaced: drafts, answers, attempts and progress follow, in a real section's ids.toml."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from roadmap.catalogue import Catalogue
from roadmap.learning.models import DraftRow, ProgressRow, QuizAnswerRow, SubmissionRow
from roadmap.learning.moved import Moved

IDS = """
[lessons]
first = {}
old-first = { replaced_by = "older-name" }
older-name = { replaced_by = "first" }
gone = { replaced_by = "nowhere" }
a = { replaced_by = "b" }
b = { replaced_by = "a" }
[exercises]
hello = {}
other = { replaced_by = "hello" }
greet = { replaced_by = "hello" }
[questions]
one = {}
two = {}
zero = { replaced_by = "one" }
[samples]
"""


@pytest.fixture
def moved(demo_catalogue: Any, tmp_path: Path) -> Moved:
    catalogue = Catalogue()
    (section,) = demo_catalogue().sections
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "ids.toml").write_text(IDS)
    catalogue.add(replace(section, content=tmp_path / "content"))
    return Moved(lambda: catalogue)


@pytest.fixture
def browser(site: Any, moved: Moved) -> Any:
    site.registry.moved = moved
    return site.browser()


def test_keys_lead_to_what_is_there_now(moved: Moved) -> None:
    assert moved.now("lessons", "demo/old-first") == "demo/first"
    assert moved.now("lessons", "demo/first") == "demo/first"
    assert moved.now("lessons", "another/old-first") == "another/old-first"
    assert moved.now("exercises", "demo/other") == "demo/other", "it is there again"
    for lost in ("demo/gone", "demo/a", "demo/b"):
        assert moved.now("lessons", lost) == lost
    assert moved.ever("exercises", "demo/hello") == ("demo/hello", "demo/greet")
    assert moved.ever("lessons", "demo/first") == ("demo/first", "demo/old-first", "demo/older-name")


def rename(site: Any, model: Any, column: str, old: str) -> None:
    """As if everything had been done before the id changed."""
    with site.sessions.begin() as db:
        db.execute(update(model).values({column: old}))


def test_a_lesson(site: Any, browser: Any) -> None:
    browser.do(lambda r: r.progress.complete("demo", "first"))
    rename(site, ProgressRow, "item", "demo/old-first")
    assert list(browser.do(lambda r: r.progress.all(), "GET")["lessons"]) == ["demo/first"]
    browser.do(lambda r: r.progress.complete("demo", "first"))
    browser.do(lambda r: r.progress.reopen("demo", "first"))
    assert browser.do(lambda r: r.progress.all(), "GET")["lessons"] == {}


def test_an_exercise(site: Any, browser: Any) -> None:
    site.dispatch()
    sent = browser.verdict(browser.submit("pass"), 60)
    browser.do(lambda r: r.drafts.save("demo/hello", {"app.py": "mine"}, "v1"))
    rename(site, SubmissionRow, "exercise", "demo/greet")
    rename(site, ProgressRow, "item", "demo/greet")
    rename(site, DraftRow, "exercise", "demo/greet")
    exercise = site.catalogue.exercise("demo", "hello")
    done = browser.do(lambda r: r.progress.all(), "GET")["exercises"]
    assert done.keys() == {"demo/hello"} and done["demo/hello"]["passed"] and done["demo/hello"]["attempts"] == 1
    assert browser.do(lambda r: r.progress.has_passed("demo/hello"), "GET")
    assert browser.do(lambda r: r.submissions.may_see_solution(exercise), "GET")
    assert [(each.id, each.exercise) for each in browser.do(lambda r: r.submissions.of("demo/hello"), "GET")] == [
        (sent.id, "demo/hello")
    ]
    assert browser.get(sent.id).exercise == "demo/hello"
    draft = browser.do(lambda r: r.drafts.get("demo/hello"), "GET")
    assert (draft.exercise, draft.files) == ("demo/hello", {"app.py": "mine"})
    browser.do(lambda r: r.drafts.save("demo/hello", {"app.py": "newer"}, "v1"))
    assert browser.do(lambda r: r.drafts.get("demo/hello"), "GET").files == {"app.py": "newer"}
    browser.do(lambda r: r.drafts.discard("demo/hello"))
    assert browser.do(lambda r: r.drafts.get("demo/hello"), "GET") is None, "the old one does not come back"


def test_a_question(site: Any, browser: Any) -> None:
    quiz = site.catalogue.section("demo").quiz
    browser.do(lambda r: r.quizzes.answer(quiz, "one", [0]))
    rename(site, QuizAnswerRow, "question", "zero")
    assert browser.do(lambda r: r.quizzes.answers("demo"), "GET")["one"].right
    browser.do(lambda r: r.quizzes.answer(quiz, "one", [1]))
    assert not browser.do(lambda r: r.quizzes.answers("demo"), "GET")["one"].right
    assert browser.do(lambda r: r.progress.all(), "GET")["quizzes"] == {"demo": {"answered": 1, "right": 0}}
