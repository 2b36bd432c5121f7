"""Each exercise through the site's runner: what is given fails, what is shown as solution passes."""

from __future__ import annotations

import pytest

from roadmap.runner.job import Job

pytestmark = pytest.mark.sandbox
EXERCISES = (
    "log-report",
    "tiny-wsgi",
    "parametrised-sql",
    "guest-book",
    "git-merge-and-bisect",
    "kill-the-mutants",
    "sessions-and-passwords",
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
def test_the_starter_and_empty_files_fail(section, roadmap_runner, name):
    one = exercise(section, name)
    for edited in ({}, dict.fromkeys(one.edit, "")):
        verdict = roadmap_runner.execute(Job.to_check(one, one.program_files(edited)))
        assert verdict.state in ("failed", "error")


# A tempting way around: compare the code that runs with the code that was given, and test nothing.
FINGERPRINT = """
import unittest
import wallet

given = {}
exec(open("wallet.py").read(), given)


class Fingerprint(unittest.TestCase):
    def test_nothing_was_changed(self):
        for name in ("__init__", "deposit", "withdraw", "pay_interest"):
            mine, theirs = getattr(wallet.Wallet, name), getattr(given["Wallet"], name)
            self.assertEqual((mine.__code__.co_code, mine.__defaults__), (theirs.__code__.co_code, theirs.__defaults__))
            self.assertEqual(mine.__code__.co_names, theirs.__code__.co_names)
"""


def test_a_fingerprint_of_the_original_is_no_test(section, roadmap_runner):
    one = exercise(section, "kill-the-mutants")
    verdict = roadmap_runner.execute(Job.to_check(one, one.program_files({"test_wallet.py": FINGERPRINT})))
    assert [check.id for check in verdict.checks if check.outcome != "passed"] == ["test_refactored_wallet"]
