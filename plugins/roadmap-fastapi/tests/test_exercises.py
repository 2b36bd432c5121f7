"""Each exercise through the site's runner: what is given fails, what is shown as solution passes."""

from __future__ import annotations

import pytest

from roadmap.runner.job import Job

pytestmark = pytest.mark.sandbox
EXERCISES = (
    "typed-catalogue",
    "blocked-loop",
    "strict-payloads",
    "injected-store",
    "jwt-and-scopes",
    "live-orders",
)


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
def test_empty_files_fail_every_check(section, roadmap_runner, name):
    one = exercise(section, name)
    verdict = roadmap_runner.execute(Job.to_check(one, one.program_files(dict.fromkeys(one.edit, ""))))
    assert verdict.state in ("failed", "error")
    assert not [check.id for check in verdict.checks if check.outcome == "passed"]
