"""Group A: time and processor."""

import pytest

from roadmap.catalogue import Limits
from roadmap.runner import State

SHORT = Limits(wall_seconds=1, cpu_seconds=5)
BUSY = Limits(wall_seconds=6, cpu_seconds=0.4)


@pytest.mark.parametrize(
    ("code", "limits"),
    [
        pytest.param("while True: pass", BUSY, id="row-001-busy"),
        pytest.param("import time; time.sleep(10**9)", SHORT, id="row-002-sleeping"),
        pytest.param(
            "import os, signal\nwhile True: os.kill(os.getpid(), signal.SIGSTOP)", SHORT, id="row-004-stopped"
        ),
        pytest.param(
            "import os, time\nif os.fork() == 0:\n    while True: pass\ntime.sleep(100)", BUSY, id="row-005-child-burns"
        ),
        pytest.param(
            "import signal, time\nfor n in range(1, 65):\n    try: signal.signal(n, signal.SIG_IGN)\n    except (OSError, ValueError): pass\n"
            "signal.setitimer(signal.ITIMER_REAL, 0)\nwhile True: time.sleep(0.01)",
            SHORT,
            id="row-007-deaf",
        ),
        pytest.param(
            "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
            BUSY,
            id="row-008-swallows",
        ),
        pytest.param("import re; re.match('(a+)+$', 'a' * 40 + 'b')", BUSY, id="row-010-regex"),
        pytest.param("import sys; sys.set_int_max_str_digits(0); str(10**10**7)", BUSY, id="row-011-digits"),
        pytest.param(
            "import asyncio\nasync def spin():\n    while True: pass\n\nasync def main():\n    asyncio.create_task(spin())\n"
            "    await asyncio.sleep(9)\nasyncio.run(main())",
            BUSY,
            id="row-019-loop-never-yields",
        ),
    ],
)
def test_it_is_stopped(hostile, code, limits):
    hostile.run(State.TIME_LIMIT, code, limits=limits)


def test_row_001_in_a_check(hostile):
    hostile.check(State.TIME_LIMIT, "def double(n):\n    while True: pass\n", limits=BUSY)


def test_row_013_endless_device(hostile):
    expected = (State.TIME_LIMIT, State.MEMORY_LIMIT)
    hostile.run(
        expected, "open('/dev/urandom', 'rb').read()", limits=Limits(wall_seconds=3, cpu_seconds=2, memory_mb=64)
    )


def test_row_014_no_stdin(hostile):
    verdict = hostile.check(State.FAILED, "def double(n):\n    return int(input())\n")
    assert "EOFError" in verdict.checks[0].feedback


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("x = " + "(" * 100_000 + ")" * 100_000, id="row-016-parentheses"),
        pytest.param("x = " + "-" * 500_000 + "1", id="row-016-minus"),
    ],
)
def test_source_that_cannot_be_compiled(hostile, code):
    hostile.check((State.ERROR, State.CRASHED, State.MEMORY_LIMIT), code)


def test_row_016_large_literal(hostile):
    hostile.check((State.FAILED, State.ERROR), "x = '" + "a" * 5_000_000 + "'\ndef double(n): return 1\n")


def test_row_017_what_was_shown_is_kept(hostile):
    code = "import time\ncalls = []\n\n\ndef double(n):\n    calls.append(n)\n    if len(calls) == 2: time.sleep(99)\n    return 2 * n\n"
    verdict = hostile.check(State.TIME_LIMIT, code, limits=SHORT)
    assert [check.outcome.value for check in verdict.checks] == ["passed", "failed"]
