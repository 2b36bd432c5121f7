"""Promises of this section that `roadmap check` does not know of."""

from __future__ import annotations

import re

import pytest

LESSONS = (
    "why-python",
    "python-essentials",
    "technology-map",
    "web-basics",
    "databases",
    "api-design",
    "git-testing-debugging",
    "security-basics",
)


def words(text: str) -> int:
    return len(re.sub(r"```.*?```", "", text, flags=re.S).split())


def test_the_lessons_are_those_of_the_syllabus(section):
    assert tuple(one.id for one in section.lessons) == LESSONS


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_has_all_its_parts(section, lesson):
    found = next(one for one in section.lessons if one.id == lesson)
    assert 900 <= words(found.text) <= 1500
    assert len(found.samples) >= 3
    assert len(found.sources) >= 3
    assert "## What goes wrong in practice" in found.text
    assert "## What to try next" in found.text
    questions = found.text.partition("## Check yourself")[2]
    assert questions.count("\n:   ") == 3


@pytest.mark.parametrize(
    ("lesson", "correction"),
    [
        ("why-python", "C-51"),
        ("why-python", "C-52"),
        ("why-python", "C-54"),
        ("python-essentials", "C-58"),
        ("technology-map", "C-01"),
        ("technology-map", "C-05"),
        ("technology-map", "C-16"),
        ("databases", "C-56"),
        ("security-basics", "C-55"),
    ],
)
def test_corrections_stand_where_a_reader_looks(section, lesson, correction):
    found = next(one for one in section.lessons if one.id == lesson)
    assert f"::: today {{{correction}}}" in found.text


def test_exercises_have_wrong_answers_and_hints_enough(section):
    assert all(len(exercise.wrong) >= 3 and len(exercise.hints) >= 3 for exercise in section.exercises)
    assert len(section.exercises) >= 7


def test_every_choice_explains_itself(section):
    assert len(section.quiz.questions) >= 8
    assert all(choice.explanation for question in section.quiz.questions for choice in question.choices)


@pytest.mark.parametrize(
    "lesson", ("web-basics", "technology-map", "databases", "git-testing-debugging", "security-basics")
)
def test_pictures_have_words_and_both_themes(section, lesson):
    found = next(one for one in section.lessons if one.id == lesson)
    pictures = re.findall(r"!\[([^]]+)\]\((static/[a-z-]+\.svg)\)", found.text)
    assert pictures
    for words, path in pictures:
        assert len(words) > 60
        assert "prefers-color-scheme:dark" in (section.path / path).read_text()


def test_every_lesson_compares(section):
    assert [one.id for one in section.lessons if "| ---" not in one.text] == []
