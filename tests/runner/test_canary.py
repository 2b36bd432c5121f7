"""The canary: silent where all is well, and loud about whatever is not."""

from dataclasses import replace

import pytest

from roadmap.runner import canary
from roadmap.runner.party import Fault
from roadmap.runner.runtimes import RuntimeProblem
from roadmap.runner.verdict import State, Verdict

pytestmark = pytest.mark.sandbox


def test_a_machine_that_is_well(runner):
    assert runner.canary() is None


def test_a_judge_that_passes_everything_is_noticed(runner):
    def generous(job, *rest):
        return replace(runner.run_once(job, *rest), state=State.PASSED)

    assert canary.failure(generous).startswith("A program that should have failed ended as passed")


def test_a_sandbox_in_which_nothing_works_is_noticed(runner):
    def slow(job, *rest):
        return Verdict(state=State.TIME_LIMIT, message="Stopped after 20 seconds.")

    assert "should have passed ended as time_limit: Stopped after 20 seconds." in canary.failure(slow)


@pytest.mark.parametrize("trouble", [Fault("the sandbox went away"), RuntimeProblem("not built"), OSError("no fork")])
def test_what_breaks_is_named(trouble):
    def broken(*_):
        raise trouble

    assert canary.failure(broken) == f"Sandboxes do not work on this machine: {trouble}"


def test_walls_that_fell_are_noticed(runner, monkeypatch):
    through = canary.walls.PROGRAM.replace('"write to /": lambda: writes("/breach")', '"write to /": lambda: 1')
    monkeypatch.setattr(canary.walls, "PROGRAM", through)
    assert "lets a program write to /" in canary.failure(runner.run_once)
