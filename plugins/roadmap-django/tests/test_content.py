"""Promises of this section that `roadmap check` does not know of."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

# The lesson's samples that the plan of the section names; each has more.
SAMPLES = {
    "anatomy": {"dj-single-file", "dj-startproject"},
    "models-orm": {"dj-orm-sql", "dj-migrations", "dj-raw"},
    "urls-views": {"dj-slugs", "dj-class-views"},
    "templates-forms": {"dj-templates", "dj-forms"},
    "admin": {"dj-admin"},
    "drf-api": {"drf-book-api", "drf-serializer"},
    "drf-access-and-scale": {"drf-permissions", "drf-cursor", "drf-filter"},
    "security-scale": {"dj-security", "dj-check-deploy"},
}


def words(text: str) -> int:
    return len(re.sub(r"```.*?```", "", text, flags=re.S).split())


@pytest.mark.parametrize("lesson", SAMPLES)
def test_a_lesson_has_all_its_parts(section, lesson):
    found = next(one for one in section.lessons if one.id == lesson)
    assert 1100 <= words(found.text) <= 2200
    assert SAMPLES[lesson] <= {sample.name.removesuffix(".py") for sample in found.samples}
    assert len(found.samples) >= 2
    assert len(found.sources) >= 3
    assert "## What goes wrong in practice" in found.text
    assert "## What to try next" in found.text
    questions = found.text.partition("## Check yourself")[2]
    assert questions.count("\n:   ") == 3


def test_lessons_are_all_named_above(section):
    assert [lesson.id for lesson in section.lessons] == list(SAMPLES)


@pytest.mark.parametrize(
    ("lesson", "correction"),
    [
        ("anatomy", "C-08"),
        ("admin", "C-09"),
        ("models-orm", "C-10"),
        ("security-scale", "C-11"),
        ("drf-api", "C-12"),
        ("drf-access-and-scale", "C-12"),
    ],
)
def test_corrections_stand_where_a_reader_looks(section, lesson, correction):
    found = next(one for one in section.lessons if one.id == lesson)
    assert f"::: today {{{correction}}}" in found.text


def test_exercises_have_wrong_answers_and_hints_enough(section):
    assert len(section.exercises) >= 6
    for exercise in section.exercises:
        assert len(exercise.wrong) >= 3, exercise.id
        assert len(exercise.hints) >= 3, exercise.id


def test_every_exercise_is_linked_from_a_lesson(section):
    text = "".join(lesson.text for lesson in section.lessons)
    assert {exercise.id for exercise in section.exercises} == set(re.findall(r"exercise:django/([a-z-]+)", text))


def test_every_choice_explains_itself(section):
    assert len(section.quiz.questions) >= 9
    for question in section.quiz.questions:
        assert all(choice.explanation for choice in question.choices), question.id
        assert len(question.choices) >= 4, question.id


def test_every_sample_file_is_shown(section):
    shown = {sample.name for lesson in section.lessons for sample in lesson.samples}
    assert shown == {path.name for path in (Path(section.path) / "samples").glob("*.py")}
