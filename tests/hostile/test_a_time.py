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


def test_row_019_tasks_still_pending_at_the_end(hostile):
    """Nobody waits for them, and the loop is closed."""
    code = (
        "import asyncio\n\n\nasync def for_ever():\n    await asyncio.sleep(999)\n\n\nasync def main():\n"
        "    for _ in range(50): asyncio.create_task(for_ever())\n    print('done')\n\n\nasyncio.run(main())\n"
    )
    verdict = hostile.run(State.PASSED, code)
    assert verdict.output == "done\n"
    assert verdict.phases.ran < 2


def test_row_019_in_a_web_application(hostile):
    app = (
        "import asyncio\nfrom fastapi import FastAPI\napp = FastAPI()\n\n\n@app.get('/')\nasync def view():\n"
        "    asyncio.create_task(asyncio.sleep(999))\n    while True: pass\n"
    )
    checks = 'def test_it(http):\n    """It."""\n    http.get("/")\n'
    hostile.check(State.TIME_LIMIT, {"app.py": app}, checks=checks, program="asgi", runtime="fastapi", limits=BUSY)


def test_row_011_digits_that_python_refuses(hostile):
    verdict = hostile.check(State.FAILED, "def double(n):\n    return int('9' * 10**7)\n")
    assert "ValueError" in verdict.checks[0].feedback


def test_row_005_children_that_nobody_waits_for(hostile):
    """Their time is in no process's account once they are gone: the control group has it, and the clock on the wall."""
    code = (
        "import os, signal, time\nsignal.signal(signal.SIGCHLD, signal.SIG_IGN)\nwhile True:\n    for n in range(2):\n"
        "        if os.fork() == 0:\n            began = time.process_time()\n            while time.process_time() - began < 0.012: pass\n"
        "            os._exit(0)\n    try:\n        while True: os.wait()\n    except ChildProcessError: pass\n"
    )
    verdict = hostile.run(State.TIME_LIMIT, code, limits=BUSY)
    if hostile.machine.counts():
        assert "processor time" in verdict.message
