"""Each exercise through the site's runner: what is given fails, what is shown as solution passes."""

from __future__ import annotations

import pytest

from roadmap.runner.job import Job

pytestmark = pytest.mark.sandbox
EXERCISES = ("book-model", "slug-urls", "fix-n-plus-one", "book-api", "private-notes-api", "harden-settings")


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
def test_the_starter_and_empty_files_fail(section, roadmap_runner, name):
    one = exercise(section, name)
    for edited in ({}, dict.fromkeys(one.edit, "")):
        verdict = roadmap_runner.execute(Job.to_check(one, one.program_files(edited)))
        assert verdict.state in ("failed", "error")


@pytest.mark.parametrize(
    ("name", "file", "right", "wrong", "words"),
    [
        (
            "book-model",
            "library/models.py",
            "models.DateField()",
            "models.DateField(default=lambda: None)",
            "ValueError: Cannot serialize function: lambda",
        ),
        ("slug-urls", "templates/list.html", "{% endfor %}", "", "TemplateSyntaxError: Invalid block tag"),
        (
            "fix-n-plus-one",
            "shop/views.py",
            '"reviews__stars"',
            '"review__stars"',
            "FieldError: Cannot resolve keyword",
        ),
        (
            "book-api",
            "library/views.py",
            '("author")',
            '("writer")',
            "FieldError: Invalid field name(s) given in select_related",
        ),
        ("private-notes-api", "settings_fragment.py", '"write": "5/min"', "", "No default throttle rate set"),
        ("harden-settings", "templates/search.html", "{% endfor %}", "", "TemplateSyntaxError: Unclosed tag"),
    ],
)
def test_a_traceback_is_in_the_output(section, roadmap_runner, name, file, right, wrong, words):
    """Where Django answers 500 and no more, whoever solves an exercise has to be told why."""
    one = exercise(section, name)
    broken = one.solution[file].replace(right, wrong)
    assert broken != one.solution[file]
    files = one.program_files({**one.solution, file: broken})
    # Run asks for another host than that of the shop, which is what its settings are to refuse.
    make = Job.to_check if name == "harden-settings" else Job.to_try
    output = roadmap_runner.execute(make(one, files)).output
    assert "Traceback (most recent call last)" in output
    assert words in output


def test_run_counts_the_queries_of_all_three_pages(section, roadmap_runner):
    one = exercise(section, "fix-n-plus-one")
    for edited, counts in (({}, (42, 22, 35)), (one.solution, (2, 3, 6))):
        output = roadmap_runner.execute(Job.to_try(one, one.program_files(edited))).output
        assert output.splitlines()[:3] == [
            f"GET / for 10 products: 200, {counts[0]} queries; 2 are allowed",
            f"GET /api/products/ for 10 products: 200, {counts[1]} queries; 3 are allowed",
            f"GET /admin/shop/product/ for 10 products: 200, {counts[2]} queries; 6 are allowed",
        ]
