"""What the values of the catalogue answer."""

from dataclasses import replace

import pytest

from roadmap.catalogue import Catalogue

from .example import load, write


@pytest.fixture
def section(tmp_path):
    return load(write(tmp_path))


def test_sections_come_after_those_that_they_name_else_by_title(section):
    catalogue = Catalogue()
    for id, title, after in (("z", "Alpha", ["y"]), ("y", "beta", []), ("x", "Gamma", ["missing"]), ("w", "aleph", [])):
        catalogue.add(replace(section, id=id, title=title, after=tuple(after)))
    assert [section.id for section in catalogue.sections] == ["w", "y", "z", "x"]


def test_places_decide_what_is_left_open(section):
    catalogue = Catalogue()
    for id, after, places in (
        ("end", ["c", "a"], {"main": 5}),
        ("none", [], {}),
        ("c", [], {"main": 30, "article": 1}),
        ("a", [], {"main": 20, "article": 2}),
        ("b", ["a"], {"main": 10}),
    ):
        catalogue.add(replace(section, id=id, title=id, after=tuple(after), places=places))
    assert [each.id for each in catalogue.sections] == ["a", "b", "c", "end", "none"]
    assert catalogue.orders == ("main", "article")
    assert catalogue.in_order("main") == catalogue.sections
    assert [each.id for each in catalogue.in_order("article")] == ["c", "a", "b", "end", "none"]


def test_a_section_that_comes_later_is_in_the_orders(section):
    catalogue = Catalogue()
    catalogue.add(replace(section, id="b", title="b"))
    assert (catalogue.orders, len(catalogue.sections)) == (("main",), 1)
    catalogue.add(replace(section, id="a", title="a", places={"article": 1}))
    assert [each.id for each in catalogue.sections] == ["a", "b"]
    assert [each.id for each in catalogue.in_order("article")] == ["a", "b"]


def test_a_circle_does_not_hang(section):
    catalogue = Catalogue()
    for id, after in (("a", ("b",)), ("b", ("a",))):
        catalogue.add(replace(section, id=id, after=after))
    assert {section.id for section in catalogue.sections} == {"a", "b"}


def test_an_id_is_taken_once(section):
    catalogue = Catalogue()
    catalogue.add(section)
    with pytest.raises(ValueError, match="there is a section 'demo' already"):
        catalogue.add(section)


def test_looking_up(section):
    catalogue = Catalogue()
    catalogue.add(section)
    assert catalogue.section("demo") is section
    assert catalogue.lesson("demo", "first").url == "/learn/demo/first"
    assert catalogue.exercise("demo", "double").url == "/learn/demo/exercises/double"
    assert catalogue.exercise_by_key("demo/double") is section.exercises[0]
    assert catalogue.sample("demo", "demo-hello") is section.samples[0]
    assert section.url == "/learn/demo"
    assert section.quiz.url == "/learn/demo/quiz"
    assert catalogue.section("no") is None
    assert catalogue.lesson("no", "first") is None
    assert catalogue.lesson("demo", "no") is None
    assert catalogue.exercise_by_key("double") is None


def test_a_learners_files_are_laid_over_what_is_given(section):
    exercise = replace(section.exercises[0], starter={"doubling.py": "x", "given.py": "y"})
    assert exercise.program_files({"doubling.py": "mine"}) == {"doubling.py": "mine", "given.py": "y"}
    with pytest.raises(
        ValueError, match=r"given\.py is not a file that demo/double lets you edit; these are: doubling\.py"
    ):
        exercise.program_files({"given.py": "mine"})
