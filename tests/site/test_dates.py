"""Which day a page is given: one on which it is known to have been gone over, or none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from roadmap.catalogue.verified import Stamp, digest, key
from roadmap.site.dates import last_gone_over

CHECKED = date(2026, 11, 22)


def test_the_newest_of_a_run_and_of_what_was_looked_up(site: Any) -> None:
    section = site.app.registry.catalogue.section("specimen")
    lesson = next(item for item in section.lessons if item.id == "requests")
    (sample,) = lesson.samples

    def ran(day: date) -> dict[str, Stamp]:
        return {key(sample): Stamp(day, {}, digest(sample))}

    assert last_gone_over(section, lesson, {}) == CHECKED
    assert last_gone_over(section, lesson, ran(CHECKED + timedelta(days=3))) == CHECKED + timedelta(days=3)
    assert last_gone_over(section, lesson, ran(CHECKED - timedelta(days=3))) == CHECKED
    # What ran is not what the page shows now.
    changed = replace(lesson, samples=(replace(sample, code="print('changed')"),))
    assert last_gone_over(section, changed, ran(CHECKED + timedelta(days=3))) == CHECKED


def test_an_exercise_has_the_day_of_its_proof(site: Any) -> None:
    section = site.app.registry.catalogue.section("specimen")
    exercise = section.exercises[0]
    day = date(2026, 11, 23)
    assert last_gone_over(section, exercise, {}) is None
    assert last_gone_over(section, exercise, {key(exercise): Stamp(day, {}, digest(exercise))}) == day
    assert last_gone_over(section, exercise, {key(exercise): Stamp(day, {}, "another")}) is None
