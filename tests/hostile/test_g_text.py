"""Group G, and what else files can do that are only read: Dockerfiles, YAML, SQL. Nothing of theirs is executed."""

import pytest

from roadmap.catalogue import Limits
from roadmap.runner import State

from .harness import HIDDEN

CHECKS = f'''
SECRET = "{HIDDEN}"


def instructions(text):
    return [line.split(None, 1) for line in text.splitlines() if line.strip() and not line.startswith("#")]


def test_base(sources):
    """It starts from python:3.12-slim."""
    lines = instructions(sources("Dockerfile"))
    assert lines and lines[0] == ["FROM", "python:3.12-slim"], "It does not start from python:3.12-slim."


def test_user(sources):
    """It does not run as root."""
    users = [line[1] for line in instructions(sources("Dockerfile")) if line[0] == "USER" and len(line) > 1]
    assert users and users[-1] not in ("root", "0"), "It runs as root."
'''
RIGHT = "FROM python:3.12-slim\nUSER app\n"
WRONG = "FROM python:3.12-slim\n"

CHEATS = {
    "row-131-python": "import os; os._exit(0)\n",
    "row-125-protocol": WRONG + '# {"check": "test_user", "outcome": "passed"}\n',
    "row-145-results": WRONG + '{"state": "passed"}\n',
    "row-175-run-escape": WRONG + "RUN touch /tmp/escaped && cat /etc/shadow\nADD http://192.0.2.1/x /x\nCOPY /etc/passwd /\n",
    "row-175-mount": WRONG + "RUN --mount=type=bind,source=/,target=/host rm -rf /host\n",
    "row-175-many-lines": WRONG + "RUN true\n" * 100_000,
    "row-175-one-line": "FROM " + "x" * 2_000_000,
    "row-176-templates": WRONG + "# {{ ''.__class__.__mro__ }} ${{7*7}} {% raise %} %(SECRET)s {0.__class__}\n",
    "row-118-markup": "<script>alert(1)</script>",
    "row-119-directions": WRONG + "\u202eppa RESU\u202c\n",
    "row-164-words-in-a-comment": WRONG + "# USER app\n",
    "row-181-stub": "# write it here\n",
    "row-181-empty": "",
    "row-160-reference": "INCLUDE solution/Dockerfile\n",
}  # fmt: skip


def options(**more):
    return {"program": "text", "runtime": "flask", "checks": CHECKS, "limits": Limits(wall_seconds=4), **more}


def test_row_182_right_and_wrong(hostile):
    hostile.check(State.PASSED, {"Dockerfile": RIGHT}, **options())
    hostile.check(State.FAILED, {"Dockerfile": WRONG}, **options())


@pytest.mark.parametrize("text", CHEATS.values(), ids=CHEATS)
def test_text_does_not_score(hostile, text):
    hostile.check(State.FAILED, {"Dockerfile": text}, **options())


FILES = {
    "row-142-conftest": {"conftest.py": "raise SystemExit(0)"},
    "row-143-configuration": {"pytest.ini": "[pytest]\naddopts = --collect-only\n", "pyproject.toml": "x"},
    "row-148-modules": {"pytest.py": "raise SystemExit(0)", "checks.py": "", "httpx.py": "", "json.py": ""},
    "row-149-entry-point": {"evil-1.dist-info/entry_points.txt": "[pytest11]\nevil = evil\n"},
}


@pytest.mark.parametrize("files", FILES.values(), ids=FILES)
def test_files_beside_it_change_nothing(hostile, files):
    hostile.check(State.FAILED, {"Dockerfile": WRONG, **files}, **options())
    hostile.check(State.PASSED, {"Dockerfile": RIGHT, **files}, **options())


def test_row_161_hidden_source_is_not_shown(hostile):
    checks = 'def test_it(sources):\n    """It."""\n    answer_is = "FROM secret-image"\n    assert sources("Dockerfile") == answer_is\n'
    assert "secret" not in str(hostile.check(State.FAILED, {"Dockerfile": WRONG}, **options(checks=checks)))


def test_row_016_source_that_kills_parsers(hostile):
    """A check that reads Python or JSON from text gets an assertion, and its process survives."""
    checks = 'def test_it(sources):\n    """It."""\n    assert len(sources.tree("a.py").body) == 1, "No."\n'
    hostile.check(State.FAILED, {"a.py": "(" * 50_000}, **options(checks=checks))
    checks = 'import json\ndef test_it(sources):\n    """It."""\n    assert json.loads(sources("a.json")) == 1, "No."\n'
    verdict = hostile.check((State.FAILED, State.UNAVAILABLE), {"a.json": "[" * 500_000}, **options(checks=checks))
    assert verdict.checks[0].outcome.value in ("failed", "error")
