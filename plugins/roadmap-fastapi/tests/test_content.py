"""Promises of this section that `roadmap check` does not know of."""

from __future__ import annotations

import hashlib
import re

import pytest

LESSONS = (
    "first-endpoint",
    "validation",
    "responses-errors",
    "dependencies",
    "async-and-speed",
    "openapi",
    "security",
    "testing-lifespan-claims",
)


def words(text: str) -> int:
    return len(re.sub(r"```.*?```", "", text, flags=re.S).split())


def lesson(section, name):
    return next(one for one in section.lessons if one.id == name)


def test_no_lesson_is_forgotten(section):
    assert tuple(one.id for one in section.lessons) == LESSONS


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_has_all_its_parts(section, name):
    found = lesson(section, name)
    assert 900 <= words(found.text) <= 1700
    assert len(found.samples) >= 2
    assert len(found.sources) >= 3
    assert "## What goes wrong in practice" in found.text
    assert "## What to try next" in found.text
    assert "| ---" in found.text
    assert found.text.partition("## Check yourself")[2].count("\n:   ") == 3


@pytest.mark.parametrize(
    ("name", "correction"),
    [
        ("first-endpoint", "C-01"),
        ("validation", "C-06"),
        ("security", "C-06"),
        ("async-and-speed", "C-03"),
        ("async-and-speed", "C-05"),
        ("openapi", "C-07"),
        ("testing-lifespan-claims", "C-02"),
        ("testing-lifespan-claims", "C-04"),
    ],
)
def test_corrections_stand_where_a_reader_looks(section, name, correction):
    assert f"::: today {{{correction}}}" in lesson(section, name).text


def test_exercises_have_wrong_answers_and_hints_enough(section):
    assert all(len(exercise.wrong) >= 3 and len(exercise.hints) >= 3 for exercise in section.exercises)
    assert len(section.exercises) == 6


def test_every_choice_explains_itself(section):
    assert len(section.quiz.questions) >= 9
    assert all(choice.explanation for question in section.quiz.questions for choice in question.choices)


@pytest.mark.parametrize("name", ["first-endpoint", "async-and-speed"])
def test_pictures_have_words_and_both_themes(section, name):
    pictures = re.findall(r"!\[([^]]+)\]\((static/[a-z-]+\.svg)\)", lesson(section, name).text)
    assert pictures
    for told, path in pictures:
        assert len(told) > 60
        assert "prefers-color-scheme:dark" in (section.path / path).read_text()


def test_files_of_others_are_the_ones_that_are_named(section):
    vendor = section.path / "static" / "vendor"
    rows = re.findall(r"^\| `([^`]+)` .*`([0-9a-f]{64})` \|$", (vendor / "VERSIONS.md").read_text(), flags=re.M)
    found = {path.name for path in vendor.iterdir() if path.suffix in (".js", ".css")}
    assert {name for name, _ in rows} == found
    for name, digest in rows:
        assert hashlib.sha256((vendor / name).read_bytes()).hexdigest() == digest, name
