"""The harness: submissions that mean harm, and six invariants that must hold after each of them.

The invariants, as hostile programs must not change them: the verdict is the expected one; it came in time; the next
honest submission passes, as fast as ever; nothing is left over; nothing of ours shows; what is returned is harmless.
"""

import ast
import json
import os
import re
import secrets
import socket
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import pytest
from markupsafe import escape

from roadmap.catalogue import Check, Limits
from roadmap.runner import Job, Runtime, State, open_runner, runtimes
from roadmap.runner.sandbox import sandbox_uid

REQUIREMENTS = Path(__file__).parents[1] / "runner" / "runtimes"
LARGEST_VERDICT = 256 * 1024
HIDDEN = "HIDDEN-" + secrets.token_hex(8)
ENVIRONMENT = "HOST-" + secrets.token_hex(8)
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


def pytest_collection_modifyitems(items):
    for item in items:
        if "hostile" in item.path.parts:
            item.add_marker(pytest.mark.sandbox)


@dataclass
class Hostile:
    """A runner under attack."""

    runner: object
    usual: float = 0.0
    leaks: tuple[str, ...] = field(default_factory=tuple)

    def check(self, expected, files, *, checks=CHECKS, **options):
        """Grade `files` (text: solution.py); the verdict must be one of the `expected` states."""
        return self.submit(expected, grading(files, checks, **options))

    def run(self, expected, code, **options):
        """Execute `code`; the verdict must be one of the `expected` states."""
        settings = {"runtime": "flask", "limits": Limits(wall_seconds=4, cpu_seconds=2), **options}
        return self.submit(expected, Job(kind="run", files={"main.py": code}, main="main.py", id="hostile", **settings))

    def submit(self, expected, job):
        before, began = self.inventory(), time.monotonic()
        verdict = self.runner.execute(job)
        took = time.monotonic() - began
        self.invariants(expected, job, verdict, took, before)
        return verdict

    def invariants(self, expected, job, verdict, took, before):
        states = expected if isinstance(expected, tuple) else (expected,)
        assert verdict.state in states, verdict
        assert took < job.limits.wall_seconds + 1, f"{took:.2f} s"
        self.next_honest_one_is_well()
        assert self.inventory() == before
        self.nothing_of_ours_shows(verdict)
        self.harmless(verdict)

    def next_honest_one_is_well(self):
        times = []
        for _ in range(4):
            began = time.monotonic()
            assert self.runner.execute(grading(HONEST)).state is State.PASSED
            times.append(time.monotonic() - began)
            if times[-1] <= 2 * self.usual:
                return
        assert min(times) <= 2 * self.usual, f"{times} after an attack, {self.usual} before"

    def inventory(self):
        """What must not grow: our processes, mounts, files, descriptors, threads, shared memory."""
        return {
            "processes": sorted(family()),
            "descriptors": len(os.listdir("/proc/self/fd")),
            "mounts": len(Path("/proc/self/mountinfo").read_text().splitlines()),
            "runs": os.listdir(self.runner._folder.runs),
            "folder": sorted(os.listdir(self.runner._folder.path)),
            "shm": sorted(path.name for path in Path("/dev/shm").iterdir() if path.stat().st_uid == sandbox_uid()),
            "threads": threading.active_count(),
        }

    def nothing_of_ours_shows(self, verdict):
        text = json.dumps(verdict.to_dict(), ensure_ascii=False)
        assert [leak for leak in self.leaks if leak in text] == []

    def harmless(self, verdict):
        text = json.dumps(verdict.to_dict(), ensure_ascii=False)
        assert len(text.encode()) <= LARGEST_VERDICT
        assert not UNSEEN.search("".join(strings(verdict.to_dict())))
        assert "<" not in escape(text)


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


def family():
    """Processes below this one: the warm ones, and whatever a run left."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found, grown = {os.getpid()}, True
    while grown:
        more = {pid for pid, parent in parents.items() if parent in found} - found
        found, grown = found | more, bool(more)
    return found - {os.getpid()}


@pytest.fixture(scope="session")
def hostile():
    root = runtimes.default_root()
    declared = {
        "flask": Runtime("flask", REQUIREMENTS / "flask.txt", preload=("flask",), plugin="tests"),
        "fastapi": Runtime("fastapi", REQUIREMENTS / "fastapi.txt", preload=("fastapi",), plugin="tests"),
        "tornado": Runtime("tornado", REQUIREMENTS / "tornado.txt", plugin="tests"),
        "redis": Runtime("redis", REQUIREMENTS / "redis.txt", preload=("redis",), plugin="tests"),
    }
    for runtime in (runtimes.JUDGE, *declared.values()):
        runtimes.build(runtime, root, on_line=lambda line: None)
    os.environ["ROADMAP_TEST_SECRET"] = ENVIRONMENT
    with tempfile.TemporaryDirectory() as data:
        runner = open_runner(declared, data=Path(data), slots=4)
        assert runner.problem() is None
        for name in declared:
            runner.execute(Job(kind="run", runtime=name, files={"m.py": ""}, main="m.py"))
        leaks = (HIDDEN, ENVIRONMENT, data, str(runner._folder.path), str(root), str(Path(__file__).parents[2]))
        attacked = Hostile(runner, leaks=(*leaks, f"@{socket.gethostname()}"))
        times = []
        for _ in range(7):
            began = time.monotonic()
            runner.execute(grading(HONEST))
            times.append(time.monotonic() - began)
        # The machine that runs the tests has other things to do as well.
        attacked.usual = median(times) + 0.1
        yield attacked
        runner.close()
    del os.environ["ROADMAP_TEST_SECRET"]


@pytest.fixture
def states():
    return State
