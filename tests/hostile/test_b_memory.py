"""Group B: memory."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from roadmap.catalogue import Limits
from roadmap.runner import State

from .harness import running

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
            "import os, time\nfor n in range(20):\n    if os.fork() == 0:\n        x = b'x' * 30_000_000\n        time.sleep(9)\ntime.sleep(9)",
            id="row-035-many-children",
        ),
    ],
)
def test_memory_limit(hostile, code):
    hostile.run(State.MEMORY_LIMIT, code, limits=SMALL)


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
        verdicts = list(pool.map(hostile.runner.execute, [running(code, limits=SMALL)] * 3))
    assert [verdict.state for verdict in verdicts] == [State.PASSED] * 3
    hostile.next_honest_one_is_well()


FILL = (
    "import os, socket, time\nheld = []\nfor n in range(5):\n    if os.fork() == 0: break\n"
    "def fill(sender):\n    sender.setblocking(False)\n    try:\n        while True: sender.send({data})\n    except OSError: pass\n"
    "try:\n    while True:\n{body}\nexcept OSError: pass\nprint('full', flush=True)\ntime.sleep(3)\n"
)


@pytest.mark.parametrize(
    ("body", "data"),
    [
        pytest.param("        one, two = socket.socketpair(); fill(one); held += [one, two]", "bytes(65536)", id="row-025-in-sockets"),
        pytest.param("        one, two = socket.socketpair(); fill(one); one.close(); held.append(two)", "b'x'", id="row-025-senders-gone"),
        pytest.param(
            "        one, two = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM); one.setsockopt(1, 7, 1 << 23); fill(one); held += [one, two]",
            "bytes(8192)", id="row-025-datagrams",
        ),
        pytest.param(
            "        door = socket.socket(socket.AF_UNIX); door.bind(chr(0) + str(len(held)) + str(os.getpid())); door.listen(999)\n"
            "        for n in range(90):\n            one = socket.socket(socket.AF_UNIX); one.connect(door.getsockname()); fill(one); one.close()\n"
            "        held.append(door)",
            "bytes(65536)", id="row-025-nobody-accepts",
        ),
        pytest.param(
            "        door = socket.create_server(('127.0.0.1', 0)); one = socket.create_connection(door.getsockname()); fill(one); held += [door, one]",
            "bytes(65536)", id="row-025-tcp",
        ),
    ],
)  # fmt: skip
def test_memory_of_the_kernel(hostile, body, data):
    """What waits in sockets belongs to no process, and counts all the same."""
    limits = Limits(wall_seconds=4, cpu_seconds=3, memory_mb=64, processes=8)
    hostile.run(State.MEMORY_LIMIT, FILL.format(body=body, data=data), limits=limits)


def test_row_035_the_kernel_takes_the_program_and_not_its_init(hostile):
    """Far more at once than the watch can see in time."""
    code = "import mmap, os\nfor n in range(6):\n    if os.fork() == 0: break\nm = mmap.mmap(-1, 1_000_000_000)\nfor n in range(0, len(m), 4096): m[n] = 1\n"
    hostile.run(State.MEMORY_LIMIT, code, limits=SMALL)
