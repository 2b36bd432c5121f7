"""Promises of this section that `roadmap check` does not know of."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

# The lesson's samples that the plan of the section names; each has more.
SAMPLES = {
    "engine-pool-dialect": {"sa-pool"},
    "core-statements": {"sa-core-dml"},
    "reflection-migrations": {"sa-reflect", "sa-alembic"},
    "orm-mapping": {"sa-relations"},
    "session-unit-of-work": {"sa-uow"},
    "loading-performance": {"sa-nplus1"},
    "constraints-validation": {"sa-constraints"},
    "large-portable-async": {"sa-streaming", "sa-upsert"},
}


def words(text: str) -> int:
    return len(re.sub(r"```.*?```", "", text, flags=re.S).split())


@pytest.mark.parametrize("lesson", SAMPLES)
def test_a_lesson_has_all_its_parts(section, lesson):
    found = next(one for one in section.lessons if one.id == lesson)
    assert 1000 <= words(found.text) <= 2200
    assert SAMPLES[lesson] <= {sample.name.removesuffix(".py") for sample in found.samples}
    assert len(found.samples) >= 3
    assert len(found.sources) >= 4
    assert "| ---" in found.text
    assert "## What goes wrong in practice" in found.text
    assert "## What to try next" in found.text
    questions = found.text.partition("## Check yourself")[2]
    assert questions.count("\n:   ") == 3


def test_lessons_are_all_named_above(section):
    assert [lesson.id for lesson in section.lessons] == list(SAMPLES)


@pytest.mark.parametrize(
    ("lesson", "correction"),
    [
        ("core-statements", "C-28"),
        ("core-statements", "C-29"),
        ("large-portable-async", "C-30"),
        ("engine-pool-dialect", "C-31"),
        ("constraints-validation", "C-32"),
        ("loading-performance", "C-33"),
        ("engine-pool-dialect", "C-34"),
        ("large-portable-async", "C-34"),
        ("reflection-migrations", "C-35"),
        ("orm-mapping", "C-35"),
        ("core-statements", "C-36"),
        ("session-unit-of-work", "C-36"),
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
    assert {exercise.id for exercise in section.exercises} == set(re.findall(r"exercise:([a-z-]+)\)", text))


def test_every_choice_explains_itself(section):
    assert len(section.quiz.questions) >= 9
    for question in section.quiz.questions:
        assert all(choice.explanation for choice in question.choices), question.id
        assert len(question.choices) >= 4, question.id


def test_every_sample_file_is_shown(section):
    shown = {sample.name for lesson in section.lessons for sample in lesson.samples}
    assert shown == {path.name for path in (Path(section.path) / "samples").glob("*.py")}


@pytest.mark.parametrize("lesson", ("engine-pool-dialect", "session-unit-of-work"))
def test_pictures_have_words_and_both_themes(section, lesson):
    found = next(one for one in section.lessons if one.id == lesson)
    pictures = re.findall(r"!\[([^]]+)\]\((static/[a-z-]+\.svg)\)", found.text)
    assert pictures
    for said, path in pictures:
        assert len(said) > 60
        assert "prefers-color-scheme:dark" in (section.path / path).read_text()
