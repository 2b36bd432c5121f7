"""Attacks one at a time, and six invariants that must hold after each of them.

The invariants, as hostile programs must not change them: the verdict is the expected one; it came in time; the next
honest submission passes, as fast as ever; nothing is left over; nothing of ours shows; what is returned is harmless.

What is said of time here holds on a busy machine as well: it is compared with what the machine does at that moment.
"""

import ast
import json
import re
import secrets
import subprocess
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from statistics import median

from markupsafe import escape

from roadmap.catalogue import Check, Limits
from roadmap.runner import Job, State

from .machine import Machine

LARGEST_VERDICT = 256 * 1024
PATIENCE = 60.0
"""Seconds that something honest, or something that only has to come to its end, may take on a busy machine."""
LOOKING = threading.Lock()
"""Whoever reads /proc in this process, to watch an attack or to count what it left, has it for themselves meanwhile."""
HIDDEN = "HIDDEN-" + secrets.token_hex(8)
"""Stands in the hidden checks of every exercise here."""
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

HONEST = "def double(n):\n    return 2 * n\n"
CHECKS = f'''
SECRET = "{HIDDEN}"


def test_doubles(call, random, expect):
    """Doubles a number."""
    n = random.randrange(10**6)
    expect(call("solution:double", n)).equals(2 * n, message="Twice the number is wanted.")


def test_doubles_again(call, random, expect):
    """Doubles another number."""
    n = random.randrange(10**6)
    expect(call("solution:double", n)).equals(2 * n, message="Twice the number is wanted.")
'''


class Leaked(AssertionError):
    """Something of ours is in what was returned."""


class Forged(AssertionError):
    """It passed, and must not."""


@dataclass
class Hostile:
    """A runner under attack, and the machine that it runs on."""

    runner: object
    machine: Machine
    leaks: tuple[str, ...] = ()
    usual: float = 0.0
    """Seconds that an honest submission takes."""
    pace: float = 0.0
    """Seconds that the machine took by then for what has nothing to do with us."""

    def measure(self):
        times = []
        self.pace = median(pace() for _ in range(7))
        for _ in range(7):
            began = time.monotonic()
            self.runner.execute(grading(HONEST))
            times.append(time.monotonic() - began)
        self.usual = median(times) + 0.1

    def check(self, expected, files, *, checks=CHECKS, **options):
        """Grade `files` (text: solution.py); the verdict must be one of the `expected` states."""
        return self.submit(expected, grading(files, checks, **options))

    def run(self, expected, code, **options):
        """Execute `code`; the verdict must be one of the `expected` states."""
        return self.submit(expected, running(code, **options))

    def submit(self, expected, job):
        if expected is State.PASSED:
            job = replace(job, limits=replace(job.limits, wall_seconds=max(job.limits.wall_seconds, PATIENCE)))
        before, began = self.inventory(), time.monotonic()
        verdict = self.runner.execute(job)
        took = time.monotonic() - began
        self.right_verdict(expected, verdict)
        self.nothing_of_ours_shows(verdict)
        self.harmless(verdict)
        slowest = self.next_honest_one_is_well()
        # A verdict at the limit is one second late at most, where an honest run takes a tenth of that.
        assert took < job.limits.wall_seconds + max(1, 10 * slowest), f"{took:.2f} s, an honest one {slowest:.2f} s"
        self.nothing_is_left(before)
        return verdict

    def inventory(self):
        """The machine's, taken while nobody here looks around: who reads /proc has files open, which would be counted."""
        with LOOKING:
            return self.machine.inventory()

    def right_verdict(self, expected, verdict):
        states = expected if isinstance(expected, tuple) else (expected,)
        if verdict.state is State.PASSED and State.PASSED not in states:
            raise Forged(str(verdict))
        assert verdict.state in states, verdict

    def next_honest_one_is_well(self):
        """Seconds that the slowest took until one was as fast as ever, which is the first where nothing else runs."""
        times, end = [], time.monotonic() + PATIENCE
        while True:
            began = time.monotonic()
            verdict = self.runner.execute(grading(HONEST, limits=Limits(wall_seconds=PATIENCE, cpu_seconds=2)))
            times.append(time.monotonic() - began)
            assert verdict.state is State.PASSED, verdict
            if times[-1] <= 2 * self.usual or times[-1] <= 2 * self.usual * pace() / self.pace:
                return max(times)
            assert time.monotonic() < end, f"{times} after an attack, {self.usual} before"

    def nothing_is_left(self, before):
        """A warm process that was started anew is no leftover. An inventory waits for what is being cleared away."""
        left = grown(before, self.inventory())
        assert not left, f"left over: {left}"

    def nothing_of_ours_shows(self, verdict):
        text = json.dumps(verdict.to_dict(), ensure_ascii=False)
        if shown := [leak for leak in self.leaks if leak in text]:
            raise Leaked(f"{shown} in {text}")

    def harmless(self, verdict):
        text = json.dumps(verdict.to_dict(), ensure_ascii=False)
        assert len(text.encode()) <= LARGEST_VERDICT
        assert not UNSEEN.search("".join(strings(verdict.to_dict())))
        assert "<" not in escape(text)


def pace():
    """Seconds that this machine takes at this moment to start a process and wait for it."""
    began = time.monotonic()
    subprocess.run(["/bin/true"], check=True)
    return time.monotonic() - began


@contextmanager
def watching(look, every_seconds=0.02):
    """Calls `look` again and again while the body of the `with` runs, from another thread; what it raises is raised."""
    done, problems = threading.Event(), []

    def watch():
        try:
            while not done.wait(every_seconds):
                with LOOKING:
                    look()
        except BaseException as problem:
            problems.append(problem)

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
    if problems:
        raise problems[0]


def grown(before, after):
    """What there is more of, by kind: numbers by how many, lists by what is new in them."""
    found = {}
    for kind, now in after.items():
        more = now - before[kind] if isinstance(now, int) else len(now) - len(before[kind])
        if more > 0:
            found[kind] = more if isinstance(now, int) else sorted(set(now) - set(before[kind]))
    return found


def running(code, **options):
    settings = {"runtime": "flask", "limits": Limits(wall_seconds=4, cpu_seconds=2), **options}
    return Job(kind="run", files={"main.py": code}, main="main.py", id="hostile", **settings)


def grading(files, checks=CHECKS, **options):
    declared = tuple(
        Check(node.name, ast.get_docstring(node) or node.name, node.lineno)
        for node in ast.parse(checks).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )
    settings = {"runtime": "flask", "program": "python", "limits": Limits(wall_seconds=4, cpu_seconds=2), **options}
    given = files if isinstance(files, dict) else {"solution.py": files}
    return Job(
        kind="check", files=given, checks=declared, checks_source=checks, id="hostile", exercise="t/x", **settings
    )


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from (*strings(key), *strings(item))
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from strings(item)
