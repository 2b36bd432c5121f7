"""The map of sections: rows that can be read from the top, and lines that say no more than they must."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from roadmap.catalogue import Section
from roadmap.catalogue.graph import rows

from .example import load, write

# What the sections of a whole site wait for: needed, recommended.
GRAPH = {
    "foundations": ((), ()),
    "flask": (("foundations",), ()),
    "sqlalchemy": (("foundations",), ("flask",)),
    "django": (("foundations",), ()),
    "fastapi": (("foundations",), ("sqlalchemy",)),
    "redis": (("foundations",), ()),
    "celery": (("foundations",), ("redis", "flask")),
    "conclusion": (("sqlalchemy", "celery"), ("docker",)),
}


@pytest.fixture(scope="module")
def section(tmp_path_factory):
    return load(write(tmp_path_factory.mktemp("section")))


def sections(template: Section, *order: str) -> Sequence[Section]:
    return [replace(template, id=id, after=GRAPH[id][0], recommended=GRAPH[id][1]) for id in order]


def test_a_row_holds_what_does_not_wait_for_each_other(section):
    found = rows(sections(section, *GRAPH))
    assert [[place.section.id for place in row] for row in found] == [
        ["foundations"],
        ["flask"],
        ["sqlalchemy", "django"],
        ["fastapi", "redis"],
        ["celery"],
        ["conclusion"],
    ]
    assert [place.number for row in found for place in row] == list(range(1, 9))


def test_lines_lead_from_the_nearest_only(section):
    lines = {place.section.id: place.lines for row in rows(sections(section, *GRAPH)) for place in row}
    assert lines == {
        "foundations": (),
        "flask": ("foundations",),
        "sqlalchemy": ("flask",),
        "django": ("foundations",),
        "fastapi": ("sqlalchemy",),
        "redis": ("foundations",),
        "celery": ("redis", "flask"),
        "conclusion": ("sqlalchemy", "celery"),
    }


def test_what_is_not_installed_is_left_out_and_words_name_all_that_is(section):
    (*_, (conclusion,)) = rows(sections(section, "sqlalchemy", "celery", "conclusion"))
    assert [each.id for each in conclusion.needed] == ["sqlalchemy", "celery"]
    assert conclusion.recommended == ()
    (first, *_) = rows(sections(section, "celery", "conclusion"))
    assert (first[0].needed, first[0].recommended, first[0].lines) == ((), (), ())


def test_in_another_order_words_stay_and_no_line_leads_upwards(section):
    found = rows(sections(section, "fastapi", "sqlalchemy", "flask", "foundations"))
    assert [[place.section.id for place in row] for row in found] == [["fastapi", "sqlalchemy", "flask", "foundations"]]
    assert {place.lines for place in found[0]} == {()}
    assert [each.id for each in found[0][0].recommended] == ["sqlalchemy"]


def test_circles_and_an_empty_site_do_not_hang(section):
    circle = [replace(section, id="a", after=("b",)), replace(section, id="b", recommended=("a",))]
    assert [[place.section.id for place in row] for row in rows(circle)] == [["a"], ["b"]]
    assert rows([]) == ()
