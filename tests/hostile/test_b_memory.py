"""Group B: memory."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from roadmap.catalogue import Limits
from roadmap.runner import State

SMALL = Limits(wall_seconds=4, cpu_seconds=3, memory_mb=96)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("x = b'x' * 120_000_000\nimport time; time.sleep(1)", id="row-020-just-above"),
        pytest.param(
            "import mmap, time\nm = mmap.mmap(-1, 200_000_000)\nfor n in range(0, len(m), 4096): m[n] = 1\ntime.sleep(1)",
            id="row-022-pages-touched",
        ),
        pytest.param("import os, time\nos.fork()\nx = b'x' * 60_000_000\ntime.sleep(2)", id="row-023-two-together"),
        pytest.param(
            "x = []\nwhile True:\n    try:\n        x.append(b'x' * 10_000_000)\n    except MemoryError: pass",
            id="row-031-catches-memory-error",
        ),
        pytest.param(
            "import os, time\nfor n in range(40):\n    if os.fork() == 0:\n        x = b'x' * 30_000_000\n        time.sleep(9)\ntime.sleep(9)",
            id="row-035-many-children",
        ),
    ],
)
def test_memory_limit(hostile, code):
    hostile.run((State.MEMORY_LIMIT, State.ERROR) if "40" in code else State.MEMORY_LIMIT, code, limits=SMALL)


@pytest.mark.parametrize("place", ["/work", "/tmp", "/dev/shm", "/run"])
def test_row_025_full_folder(hostile, place):
    code = f"import errno\ntry:\n    for n in range(99):\n        open('{place}/%d' % n, 'wb').write(b'x' * 1_000_000)\nexcept OSError as problem:\n    print(errno.errorcode[problem.errno])\n"
    assert hostile.run(State.PASSED, code).output == "ENOSPC\n"


@pytest.mark.parametrize(
    ("name", "call"),
    [("memfd", "os.memfd_create('x')"), ("shared", "libc.shmget(0, 1 << 30, 0o1600) == -1 and refuse()")],
)
def test_row_025_memory_that_no_process_owns(hostile, name, call):
    code = f"import ctypes, os\nlibc = ctypes.CDLL(None)\ndef refuse(): raise OSError\ntry:\n    {call}\nexcept OSError:\n    print('refused')\n"
    assert hostile.run(State.PASSED, code).output == "refused\n"


def test_row_026_recursion(hostile):
    verdict = hostile.check(State.FAILED, "def double(n):\n    return double(n)\n")
    assert "RecursionError" in verdict.checks[0].feedback


def test_row_028_segmentation_fault(hostile):
    verdict = hostile.check(State.CRASHED, "import ctypes\ndef double(n):\n    ctypes.string_at(0)\n")
    assert "SIGSEGV" in verdict.message


def test_row_029_bad_code_object(hostile):
    code = "def f(): pass\ndef double(n):\n    exec(f.__code__.replace(co_code=b'\\x64\\xff' * 9999, co_consts=()))\n"
    hostile.check((State.CRASHED, State.FAILED, State.TIME_LIMIT, State.MEMORY_LIMIT), code)


def test_row_032_endless_repr(hostile):
    code = "class Huge(dict):\n    def __repr__(self): return 'x' * 10**9\n\n\ndef double(n):\n    raise ValueError(Huge())\n"
    verdict = hostile.check((State.MEMORY_LIMIT, State.FAILED), code)
    assert len(str(verdict)) < 20_000


def test_row_032_large_result(hostile):
    verdict = hostile.check(State.FAILED, "def double(n):\n    return 'x' * 900_000\n")
    assert len(verdict.checks[0].got) <= 1200


def test_row_034_limits_are_for_each_run(hostile):
    code = "x = b'x' * 60_000_000\nprint(len(x))\nimport time; time.sleep(0.3)"
    with ThreadPoolExecutor(3) as pool:
        from roadmap.runner import Job

        job = Job(kind="run", runtime="flask", files={"main.py": code}, main="main.py", limits=SMALL)
        verdicts = list(pool.map(hostile.runner.execute, [job] * 3))
    assert [verdict.state for verdict in verdicts] == [State.PASSED] * 3
    hostile.next_honest_one_is_well()
