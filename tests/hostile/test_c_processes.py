"""Group C: processes, threads, signals."""

import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from roadmap.catalogue import Limits
from roadmap.runner import State, open_runner

from .harness import running
from .machine import family


def test_row_037_fork_bomb(hostile):
    code = "import os\ntry:\n    while True:\n        if os.fork() == 0:\n            import time; time.sleep(60)\nexcept BlockingIOError:\n    print('EAGAIN')\n"
    assert hostile.run(State.PASSED, code, limits=Limits(wall_seconds=4, processes=16)).output == "EAGAIN\n"


def test_row_038_fork_bomb_that_goes_on(hostile):
    code = "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass\n"
    hostile.run((State.TIME_LIMIT, State.MEMORY_LIMIT), code, limits=Limits(wall_seconds=2, cpu_seconds=2))


def test_row_040_exactly_the_cap(hostile):
    code = (
        "import subprocess\nstarted = []\ntry:\n    while True: started.append(subprocess.Popen(['/bin/sleep', '9']))\n"
        "except OSError: print(len(started))\n"
    )
    assert hostile.run(State.PASSED, code, limits=Limits(wall_seconds=4, processes=8)).output == "7\n"


def test_row_041_one_after_another(hostile):
    code = "import subprocess\nfor n in range(30): subprocess.run(['/bin/true'], check=True)\nprint('all')\n"
    assert hostile.run(State.PASSED, code, limits=Limits(wall_seconds=4, processes=4)).output == "all\n"


def test_row_043_daemon_keeps_the_pipe(hostile):
    code = (
        "import os\nif os.fork() == 0:\n    os.setsid()\n    import time; time.sleep(60)\nprint('main')\nos._exit(0)\n"
    )
    verdict = hostile.run(State.PASSED, code, limits=Limits(wall_seconds=30))
    assert verdict.phases.ran < 2


@pytest.mark.parametrize("target", ["os.getppid()", "1", "-1"])
@pytest.mark.parametrize("number", ["9", "19", "15"])
def test_row_044_signals_to_those_above(hostile, target, number):
    code = f"import os, signal\nsignal.signal(15, signal.SIG_IGN)\ntry:\n    os.kill({target}, {number})\nexcept OSError as problem: pass\nprint('still')\n"
    assert hostile.run(State.PASSED, code).output == "still\n"


def refused(call):
    return (
        "import ctypes, errno, os, resource\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        "def must(result):\n    if result == -1: raise OSError(ctypes.get_errno(), 'refused')\n"
        f"try:\n    {call}\n    print('through')\nexcept (OSError, ValueError) as problem:\n"
        "    print(errno.errorcode.get(getattr(problem, 'errno', 0), 'refused'))\n"
    )


@pytest.mark.parametrize(
    ("call", "answers"),
    [
        pytest.param("must(libc.ptrace(16, 1, 0, 0))", {"EPERM"}, id="row-046-ptrace-init"),
        pytest.param("must(libc.ptrace(0, 0, 0, 0))", {"EPERM"}, id="row-046-ptrace-me"),
        pytest.param(
            "open('/proc/%d/mem' % os.getppid(), 'r+b')", {"EACCES", "EPERM", "ENOENT"}, id="row-047-memory-of-init"
        ),
        pytest.param("os.listdir('/proc/1/fd')", {"EACCES"}, id="row-047-descriptors-of-init"),
        pytest.param("os.readlink('/proc/1/root')", {"EACCES"}, id="row-047-root-of-init"),
        pytest.param(
            "resource.setrlimit(resource.RLIMIT_NOFILE, (10**6, 10**6))",
            {"EPERM", "refused"},
            id="row-052-raise-own-limit",
        ),
        pytest.param("resource.prlimit(1, resource.RLIMIT_CPU, (1, 1))", {"EPERM"}, id="row-052-limit-of-init"),
        pytest.param("must(libc.prctl(8, 1, 0, 0, 0))", {"EPERM", "ENOSYS"}, id="row-053-keep-capabilities"),
        pytest.param("must(libc.prctl(28, 0, 0, 0, 0))", {"EPERM", "ENOSYS"}, id="row-053-securebits"),
        pytest.param("must(libc.unshare(0x10000000))", {"EPERM"}, id="row-055-unshare-user"),
        pytest.param("must(libc.syscall(56, 0x10000011, 0, 0, 0, 0))", {"EPERM", "ENOSYS"}, id="row-055-clone-user"),
        pytest.param("must(libc.setns(0, 0))", {"EPERM"}, id="row-055-setns"),
    ],
)
def test_it_is_refused(hostile, call, answers):
    assert hostile.run(State.PASSED, refused(call)).output.strip() in answers


def test_row_049_zombies(hostile):
    code = (
        "import os\nmade = 0\ntry:\n    while True:\n        if os.fork() == 0: os._exit(0)\n        made += 1\n"
        "except BlockingIOError: print(made)\n"
    )
    assert int(hostile.run(State.PASSED, code, limits=Limits(wall_seconds=4, processes=20)).output) < 20


def test_row_050_exec_of_true(hostile):
    hostile.check(State.CRASHED, "import os\ndef double(n):\n    os.execv('/bin/true', ['true'])\n")
    hostile.check(State.ERROR, "import os\nos.execv('/bin/true', ['true'])\n")


def test_row_058_hangs_at_exit(hostile):
    code = "import atexit, time\natexit.register(time.sleep, 99)\nprint('shown')\n"
    verdict = hostile.run(State.TIME_LIMIT, code, limits=Limits(wall_seconds=1))
    assert verdict.output == "shown\n"


def test_row_056_supervisor_that_dies_in_the_middle(hostile, declared, tmp_path):
    """kill -9 to a supervisor of its own: all that ran below it is gone, and nothing of it stays on the machine."""
    script = f"""
        from pathlib import Path
        from roadmap.runner import Job, Runtime, open_runner
        runner = open_runner({{"redis": Runtime("redis", Path({str(declared["redis"].requirements)!r}))}}, data=Path("."), slots=1)
        job = Job(kind="run", runtime="redis", files={{"m.py": {CLINGING!r}}}, main="m.py", services=("redis",))
        runner.execute(job, lambda event: event.kind == "output" and print(runner._folder.path, flush=True))
    """
    owner = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE, text=True, cwd=tmp_path
    )
    folder = Path(owner.stdout.readline().strip())
    below = family(owner.pid)
    assert len(below) >= 6
    owner.kill()
    owner.wait()
    owner.stdout.close()
    end = time.monotonic() + 60
    while (left := {pid for pid in below if Path(f"/proc/{pid}/cmdline").exists()}) and time.monotonic() < end:
        time.sleep(0.02)
    assert left == set()
    other = open_runner(declared, data=tmp_path, slots=1)
    assert other.execute(running("print('well')")).output == "well\n"
    assert not folder.exists()
    other.close()
    hostile.next_honest_one_is_well()


CLINGING = (
    "import os, signal\nfor number in range(1, 65):\n    try: signal.signal(number, signal.SIG_IGN)\n    except (OSError, ValueError): pass\n"
    "for n in range(4):\n    if os.fork() == 0:\n        os.setsid()\n        break\nelse:\n    print('up', flush=True)\n"
    "import time\nwhile True: time.sleep(1)\n"
)
