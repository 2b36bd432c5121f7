"""Each exercise through the site's runner: what is given fails, what is shown as solution passes."""

from __future__ import annotations

import pytest

from roadmap.runner.job import Job

pytestmark = pytest.mark.sandbox
EXERCISES = ("core-crud", "reflect-legacy", "half-commit", "statement-budget", "stream-rows", "job-queue")


def exercise(section, name):
    return next(one for one in section.exercises if one.id == name)


def test_none_is_forgotten(section):
    assert {one.id for one in section.exercises} == set(EXERCISES)


@pytest.mark.parametrize("name", EXERCISES)
def test_the_solution_passes(section, roadmap_runner, name):
    one = exercise(section, name)
    verdict = roadmap_runner.execute(Job.to_check(one, one.program_files(one.solution)))
    assert [(check.id, check.feedback) for check in verdict.checks if check.outcome != "passed"] == []
    assert verdict.passed, verdict.message


@pytest.mark.parametrize("name", EXERCISES)
def test_the_starter_fails(section, roadmap_runner, name):
    one = exercise(section, name)
    verdict = roadmap_runner.execute(Job.to_check(one, one.program_files({})))
    assert verdict.state in ("failed", "error")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("core-crud", "removed: ['Walden Two']"),
        ("reflect-legacy", "orphans:    1"),
        ("half-commit", "move 1 from 1 to 99: [3, 3], in all 6 of 6"),
        ("statement-budget", "page         2 statements of 2"),
        ("stream-rows", "rows: 12"),
        ("job-queue", "12 executions of 12 jobs; more than once: []"),
    ],
)
def test_run_shows_what_the_solution_does(section, roadmap_runner, name, words):
    one = exercise(section, name)
    verdict = roadmap_runner.execute(Job.to_try(one, one.program_files(one.solution)))
    assert words in verdict.output
