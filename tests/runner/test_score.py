"""Silence is never a pass."""

import pytest

from roadmap.catalogue import Check
from roadmap.runner import Outcome
from roadmap.runner.score import Score

CHECKS = (Check("test_a", "A holds.", 1), Check("test_b", "B holds.", 5))


def told(name, outcome="passed", feedback="", expected=None, got=None):
    return {"check": name, "outcome": outcome, "feedback": feedback, "expected": expected, "got": got}


def test_all_must_report():
    score = Score(CHECKS)
    score.add(told("test_a"))
    assert not score.passed
    assert score.missing == ["test_b"]
    score.add(told("test_b"))
    assert score.passed


def test_no_checks_is_no_pass():
    assert not Score(()).passed


def test_first_report_counts_and_strangers_do_not():
    score = Score(CHECKS)
    score.add(told("test_a", "failed", "no"))
    assert score.add(told("test_a")) is None
    assert score.add(told("test_x")) is None
    assert score.results[0].outcome is Outcome.FAILED


def test_failure_without_words_gets_the_requirement():
    assert Score(CHECKS).add(told("test_a", "failed")).feedback == "This does not hold yet: A holds."


def test_interrupted_check_has_failed_and_later_ones_are_not_reached():
    score = Score(CHECKS)
    score.begin("test_a")
    score.interrupt("Stopped.")
    assert [result.outcome for result in score.results] == [Outcome.FAILED, Outcome.NOT_REACHED]
    assert score.results[0].feedback == "Stopped."


def test_sides_are_bounded_and_visible():
    result = Score(CHECKS).add(told("test_a", "failed", "x", "e" * 5000, "\u202e"))
    assert len(result.expected) == 1200
    assert result.got == "\\u202e"


def test_unknown_outcome_is_refused():
    with pytest.raises(ValueError, match="maybe"):
        Score(CHECKS).add(told("test_a", "maybe"))
