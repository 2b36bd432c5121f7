"""Promises of this section that `roadmap check` does not know of."""

from __future__ import annotations

import re

import pytest

COUNTS = {
    "micro": 900,
    "rest-dispatch": 900,
    "templates-ui": 900,
    "app-factory": 900,
    "devtools": 900,
    "testing": 900,
    "deploy-concurrency": 900,
}


def words(text: str) -> int:
    return len(re.sub(r"```.*?```", "", text, flags=re.S).split())


@pytest.mark.parametrize(("lesson", "least"), COUNTS.items())
def test_a_lesson_has_all_its_parts(section, lesson, least):
    found = next(one for one in section.lessons if one.id == lesson)
    assert least <= words(found.text) <= 1600
    assert len(found.samples) >= 3
    assert len(found.sources) >= 3
    assert "## What goes wrong in practice" in found.text
    assert "## What to try next" in found.text
    questions = found.text.partition("## Check yourself")[2]
    assert questions.count("\n:   ") == 3


@pytest.mark.parametrize(
    ("lesson", "correction"),
    [
        ("micro", "C-14"),
        ("templates-ui", "C-14"),
        ("rest-dispatch", "C-16"),
        ("devtools", "C-57"),
        ("deploy-concurrency", "C-13"),
        ("deploy-concurrency", "C-15"),
    ],
)
def test_corrections_stand_where_a_reader_looks(section, lesson, correction):
    found = next(one for one in section.lessons if one.id == lesson)
    assert f"::: today {{{correction}}}" in found.text


def test_exercises_have_wrong_answers_and_hints_enough(section):
    assert all(len(exercise.wrong) >= 3 and len(exercise.hints) >= 3 for exercise in section.exercises)
    assert len(section.exercises) >= 5


def test_every_choice_explains_itself(section):
    assert len(section.quiz.questions) >= 8
    assert all(choice.explanation for question in section.quiz.questions for choice in question.choices)


@pytest.mark.parametrize("lesson", ("micro", "deploy-concurrency"))
def test_pictures_have_words_and_both_themes(section, lesson):
    found = next(one for one in section.lessons if one.id == lesson)
    pictures = re.findall(r"!\[([^]]+)\]\((static/[a-z-]+\.svg)\)", found.text)
    assert pictures
    for words, path in pictures:
        assert len(words) > 60
        assert "prefers-color-scheme:dark" in (section.path / path).read_text()


def test_every_lesson_compares(section):
    assert [one.id for one in section.lessons if "| ---" not in one.text] == []
