"""The canary: an honest program that must pass, a wrong one that must fail, and a hostile one that must get nowhere."""

from __future__ import annotations

import secrets

from roadmap.catalogue import Check, Limits
from roadmap.runner import walls
from roadmap.runner.job import Job
from roadmap.runner.party import Fault
from roadmap.runner.run import Cancelled
from roadmap.runner.runner import ignore
from roadmap.runner.runtimes import JUDGE, RuntimeProblem
from roadmap.runner.verdict import State
from roadmap.runner.walls import RunOnce

_CHECKS = '''
def test_double(call, random):
    """double(n) is twice n"""
    n = random.randrange(1, 10**6)
    assert call("canary:double", n) == 2 * n, "not twice n"
'''
_PROGRAMS = {State.PASSED: "def double(n): return 2 * n\n", State.FAILED: "def double(n): return 2\n"}


def failure(run_once: RunOnce, *, try_walls: bool = True) -> str | None:
    """What is wrong with this machine's sandbox now, in a sentence; None if all is well.

    :param try_walls: left out where they have been tried a moment ago.
    """
    try:
        for wanted, program in _PROGRAMS.items():
            verdict = run_once(_job(program), ignore, lambda: False, secrets.randbelow(2**53))
            if verdict.state is not wanted:
                return (
                    f"A program that should have {wanted.value} ended as {verdict.state.value}: {verdict.message} "
                    f"{verdict.traceback[-500:]}".rstrip()
                )
        return walls.breach(run_once) if try_walls else None
    except (Fault, RuntimeProblem, Cancelled, OSError) as problem:
        return f"Sandboxes do not work on this machine: {problem}"


def _job(program: str) -> Job:
    return Job(
        kind="check",
        runtime=JUDGE.name,
        files={"canary.py": program},
        checks=(Check("test_double", "double(n) is twice n", 2),),
        checks_source=_CHECKS,
        limits=Limits(wall_seconds=20),
        id="canary",
    )
