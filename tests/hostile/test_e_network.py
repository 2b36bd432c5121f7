"""Group E: network, IPC, the kernel's surface."""

import platform
import secrets
import socket
from concurrent.futures import ThreadPoolExecutor

import pytest

from roadmap.runner import Job, State

TRY = (
    "import ctypes, errno, os, socket\nlibc = ctypes.CDLL(None, use_errno=True)\n"
    "def must(result):\n    if result == -1: raise OSError(ctypes.get_errno(), 'refused')\n"
    "def attempt(call):\n    try:\n        call()\n        print('through')\n    except OSError as problem:\n"
    "        print(errno.errorcode.get(problem.errno, problem))\n"
)


def test_row_094_literal_address(hostile):
    code = TRY + "attempt(lambda: socket.create_connection(('192.0.2.1', 80), timeout=1))"
    assert hostile.run(State.PASSED, code).output.strip() == "ENETUNREACH"


def test_row_095_services_of_the_host(hostile):
    with socket.create_server(("127.0.0.1", 0)) as host:
        code = TRY + f"attempt(lambda: socket.create_connection(('127.0.0.1', {host.getsockname()[1]}), timeout=1))"
        assert hostile.run(State.PASSED, code).output.strip() == "ECONNREFUSED"


def test_row_097_two_servers_on_one_port(hostile):
    code = "import socket, time\nlistener = socket.create_server(('127.0.0.1', 8000))\ntime.sleep(0.4)\nprint('bound')"
    job = Job(kind="run", runtime="flask", files={"main.py": code}, main="main.py")
    with ThreadPoolExecutor(2) as pool:
        assert [verdict.output for verdict in pool.map(hostile.runner.execute, [job] * 2)] == ["bound\n"] * 2


def test_row_098_abstract_sockets(hostile):
    name = "roadmap-test-" + secrets.token_hex(4)
    with socket.socket(socket.AF_UNIX) as host:
        host.bind("\0" + name)
        host.listen()
        code = TRY + f"attempt(lambda: socket.socket(socket.AF_UNIX).connect('\\0{name}'))"
        assert hostile.run(State.PASSED, code).output.strip() == "ECONNREFUSED"


x86 = pytest.mark.skipif(platform.machine() != "x86_64", reason="numbers of x86-64")


@pytest.mark.parametrize(
    ("number", "name"),
    [
        (248, "row-100-add_key"),
        (249, "row-100-request_key"),
        (250, "row-100-keyctl"),
        (321, "row-104-bpf"),
        (298, "row-104-perf_event_open"),
        (323, "row-104-userfaultfd"),
        (246, "row-104-kexec_load"),
        (135, "row-104-personality"),
        (442, "row-104-mount_setattr"),
        (303, "row-104-name_to_handle_at"),
        (304, "row-104-open_by_handle_at"),
        (310, "row-104-process_vm_readv"),
        (425, "row-104-io_uring_setup"),
        (9999, "row-104-of-tomorrow"),
        (435, "row-106-clone3"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@x86
def test_system_call_is_refused_with_an_errno(hostile, number, name):
    code = TRY + f"attempt(lambda: must(libc.syscall({number}, 0, 0, 0, 0, 0)))"
    assert hostile.run(State.PASSED, code).output.strip() == ("ENOSYS" if number in (435, 9999) else "EPERM")


@x86
def test_row_103_x32(hostile):
    code = TRY + "attempt(lambda: must(libc.syscall(0x40000000 + 39)))"
    assert hostile.run(State.PASSED, code).output.strip() in {"EPERM", "ENOSYS"}


@x86
def test_row_103_32_bit_call(hostile):
    # mov eax, 20 (getpid of 32 bits); int 0x80; ret
    code = (
        "import ctypes, mmap\npage = mmap.mmap(-1, 4096, prot=7)\npage.write(bytes.fromhex('b814000000cd80c3'))\n"
        "function = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))\nprint(function())\n"
    )
    verdict = hostile.run((State.PASSED, State.CRASHED), code)
    assert verdict.output.strip() in {"-1", "-38", ""}


@pytest.mark.parametrize("family", [17, 40, 38, 31])
def test_row_104_socket_families(hostile, family):
    code = TRY + f"attempt(lambda: socket.socket({family}, socket.SOCK_RAW))"
    assert hostile.run(State.PASSED, code).output.strip() in {"ENOSYS", "EPERM"}


def test_row_106_libraries_fall_back(hostile):
    code = (
        "import asyncio, concurrent.futures, multiprocessing, subprocess, tempfile, threading, socket, ssl, sqlite3, uuid, secrets\n"
        "def work(n): return n * n\n"
        "if __name__ == '__main__':\n"
        "    print(sqlite3.connect('/work/x.db').execute('select 1').fetchone(), asyncio.run(asyncio.to_thread(work, 3)))\n"
        "    with multiprocessing.get_context('fork').Pool(2) as pool: print(pool.map(work, [1, 2]))\n"
        "    print(subprocess.run('echo $((6*7))', shell=True, capture_output=True, text=True).stdout)\n"
    )
    assert hostile.run(State.PASSED, code).output.split() == ["(1,)", "9", "[1,", "4]", "42"]


@x86
def test_row_107_raw_fork(hostile):
    code = (
        "import ctypes, os, time\nlibc = ctypes.CDLL(None, use_errno=True)\nmade = 0\nwhile made < 500:\n    pid = libc.syscall(57)\n"
        "    if pid == 0: time.sleep(9); os._exit(0)\n    if pid < 0: break\n    made += 1\nprint(made < 60)\n"
    )
    assert hostile.run(State.PASSED, code).output == "True\n"


def test_row_101_locks_on_what_all_runs_share(hostile):
    """Accepted, and written down in docs/sandbox.md: one bit at a time for as long as both runs last, and no more."""
    lock = "import fcntl\nfile = open('/opt/runtime/pyvenv.cfg')\n"
    assert hostile.run(State.PASSED, lock + "fcntl.flock(file, fcntl.LOCK_EX)\nprint('held')").output == "held\n"
    after = lock + "fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)\nprint('free')"
    assert hostile.run(State.PASSED, after).output == "free\n"


@pytest.mark.parametrize("kind", ["F_RDLCK", "F_WRLCK"])
def test_row_101_leases_would_keep_others_waiting(hostile, kind):
    code = (
        TRY
        + f"import fcntl\nfile = open('/opt/runtime/pyvenv.cfg')\nattempt(lambda: fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.{kind}))"
    )
    assert hostile.run(State.PASSED, code).output.strip() in {"ENOSYS", "EPERM"}
