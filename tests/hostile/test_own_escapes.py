"""Escapes that are not in the catalogue. docs/sandbox.md lists them, with those that once got through."""

import re
import threading
import time
from pathlib import Path

import pytest

from roadmap.catalogue import Limits
from roadmap.runner import State

from .harness import grading, running, watching
from .machine import named

TRY = """
import array, ctypes, errno, fcntl, os, socket, stat, struct, subprocess
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long

def must(result):
    if result == -1: raise OSError(ctypes.get_errno(), 'refused')

def attempt(name, call):
    try:
        print(name, 'through', call())
    except OSError as problem:
        print(name, errno.errorcode.get(problem.errno, problem))

def ours():
    for name in sorted(os.listdir('/proc/self/fd'), key=int):
        try:
            if stat.S_ISSOCK(os.fstat(int(name)).st_mode): yield int(name)
        except OSError: pass
"""

VISIBLE = "import ctypes; ctypes.CDLL(None).prctl(15, b'visible')\n"
"""Take a name that is seen from outside: now it has begun."""
VISIBLE_LATER = "import ctypes\nprctl = ctypes.CDLL(None).prctl\ndef visible(): prctl(15, b'visible')\n"
"""Loaded before everything is used up."""


def refused(hostile, code, **options):
    """Run it: nothing may have come through."""
    output = hostile.run(State.PASSED, TRY + code, **options).output
    assert output
    assert "through" not in output
    return output


@pytest.mark.parametrize("request_", [0x8912, 0x8927, 0x8915, 0x8913, 0x8933, 0x894C, 0x8946], ids=hex)
@pytest.mark.parametrize("program", ["run", "check"])
def test_own_escape_01_network_of_the_host_by_a_socket_of_ours(hostile, request_, program):
    """It got through: sockets that the supervisor made belong to its network, and told interfaces and addresses."""
    code = (
        "buffer = array.array('B', bytes(4096))\nfor one in ours():\n"
        f"    attempt('ioctl', lambda: fcntl.ioctl(one, {request_}, struct.pack('iL', 4096, buffer.buffer_info()[0]) + bytes(24)))\nprint('tried')\n"
    )
    if program == "run":
        refused(hostile, code)
    else:
        verdict = hostile.check(State.PASSED, TRY + code + "def double(n): return 2 * n\n")
        assert "tried" in verdict.output
        assert "through" not in verdict.output


def test_own_escape_02_descriptor_of_the_supervisor(hostile):
    """It got through: SO_PEERPIDFD gave a descriptor of the process at the other end, which is the supervisor."""
    refused(
        hostile,
        "for one in ours():\n    for option in (77, 71, 59, 31):\n        attempt(option, lambda: socket.socket(fileno=os.dup(one)).getsockopt(1, option, 16))\n",
    )


@pytest.mark.parametrize("path", ["/opt/runtime/pyvenv.cfg", "/opt/roadmap/filter.bpf", "/etc/passwd", "/usr/bin/env"])
def test_own_escape_03_leases_on_what_all_runs_share(hostile, path):
    """It got through for an ordinary user's site: who opens such a file waits for up to 45 seconds."""
    refused(
        hostile,
        f"file = open({path!r})\nfor kind in (0, 1):\n    attempt(kind, lambda: fcntl.fcntl(file, 1024, kind))\n    attempt(kind, lambda: must(libc.syscall(72, file.fileno(), 1024 | 1 << 32, kind)))\n",
    )


@pytest.mark.parametrize(
    "path",
    ["kcore", "kallsyms", "cmdline", "config.gz", "keys", "key-users", "modules", "timer_list", "sched_debug", "interrupts",
     "diskstats", "partitions", "loadavg", "meminfo", "vmstat", "kmsg", "iomem", "sys/kernel/core_pattern", "sys/kernel/hostname",
     "sys/kernel/random/boot_id", "sysrq-trigger", "sysvipc/shm", "bus/pci/devices", "1/environ", "1/maps", "1/fd", "1/cwd", "1/root/etc"],
)  # fmt: skip
def test_own_escape_04_the_machine_in_proc(hostile, path):
    """It got through: that of the machine is in /proc as well. Only processes are there now, and only those of the run."""
    refused(
        hostile,
        f"attempt('open', lambda: os.listdir('/proc/{path}') if os.path.isdir('/proc/{path}') else open('/proc/{path}', 'rb').read(9) or 'empty')\n",
    )


def test_own_escape_05_inotify_that_belongs_to_all_runs(hostile):
    """The kernel counts them for a user, and all runs have the same one."""
    hold = "import ctypes, time\nlibc = ctypes.CDLL(None)\nmade = 0\nwhile libc.inotify_init() >= 0: made += 1\nprint(made, flush=True)\nlibc.prctl(15, b'visible')\ntime.sleep(1.5)\n"
    one = "import ctypes\nlibc = ctypes.CDLL(None)\nprint(libc.inotify_init() >= 0)\n"
    with beside(hostile, hold) as verdict:
        assert hostile.runner.execute(running(one)).output == "True\n"
    assert int(verdict().output) <= 16


def test_own_escape_06_descriptors_under_way(hostile):
    """Thousands sent and never received count for the user, too, and our own machinery sends some for each run."""
    hold = VISIBLE_LATER + (
        "import os, socket, time\nheld = []\ntry:\n    while True:\n        one, two = socket.socketpair(); held += [one, two]\n"
        "        one.setblocking(False)\n        for n in range(50): socket.send_fds(one, [b'x'], [two.fileno()] * 200)\nexcept OSError as problem: print(problem, flush=True)\nvisible()\ntime.sleep(1.5)\n"
    )
    with beside(hostile, hold) as verdict:
        for _ in range(4):
            hostile.next_honest_one_is_well()
    assert verdict().state in (State.PASSED, State.MEMORY_LIMIT)


def test_own_escape_07_pipes_that_belong_to_all_runs(hostile):
    hold = VISIBLE_LATER + (
        "import fcntl, os, time\nheld = []\nfor n in range(5):\n    if os.fork() == 0: break\ntry:\n    while True:\n        read, write = os.pipe(); held.append(read); os.set_blocking(write, False)\n"
        "        try: fcntl.fcntl(write, 1031, 1 << 20)\n        except OSError: pass\n        try:\n            while True: os.write(write, bytes(65536))\n        except BlockingIOError: pass\n"
        "except OSError as problem: print(problem, flush=True)\nvisible()\ntime.sleep(1.5)\n"
    )
    pipes = "import subprocess\nprint(len(subprocess.run(['/usr/bin/head', '-c', '300000', '/dev/zero'], capture_output=True).stdout))\n"
    with beside(hostile, hold) as verdict:
        assert hostile.runner.execute(running(pipes)).output == "300000\n"
    assert verdict().state in (State.PASSED, State.MEMORY_LIMIT)


def test_own_escape_08_everything_to_disk_as_often_as_one_likes(hostile):
    """sync() is for the whole machine: here it does nothing, and says that all went well."""
    code = "import os, time\nbegan = time.monotonic()\nfor n in range(2000): os.sync()\nprint(time.monotonic() - began < 1)\n"
    assert hostile.run(State.PASSED, code).output == "True\n"
    refused(hostile, "attempt('syncfs', lambda: must(libc.syncfs(os.open('/usr', os.O_RDONLY))))\n")


def test_own_escape_09_huge_pages_of_the_host(hostile):
    """Reserved ones are in no process's count of memory."""
    code = "import mmap\nfor size in (0, 21 << 26, 30 << 26):\n    attempt(size, lambda: mmap.mmap(-1, 1 << 30, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x40000 | size))\n"
    assert set(refused(hostile, code).split()[1::2]) == {"ENOMEM"}


@pytest.mark.parametrize("binary", ["su", "passwd", "mount", "umount", "newgrp", "chsh", "gpasswd", "bwrap", "sudo"])
def test_own_escape_10_programs_that_are_root_elsewhere(hostile, binary):
    code = (
        f"import os, subprocess\npath = '/usr/bin/{binary}'\nif os.path.exists(path):\n"
        "    arguments = ['--ro-bind', '/', '/', 'id', '-u'] if path.endswith('bwrap') else ['--help']\n"
        "    subprocess.run([path, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n"
        "    child = subprocess.Popen([path, *arguments], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n"
        "    try: print([line.split()[1:] for line in open(f'/proc/{child.pid}/status') if line.startswith(('Uid', 'CapEff', 'CapPrm'))])\n    except OSError: print('gone')\n    child.kill()\n"
        "print(os.getresuid())\n"
    )
    output = hostile.run(State.PASSED, code).output
    assert output.splitlines()[-1] == "(1000, 1000, 1000)"
    assert output.count("'0'") == 0
    assert all(word.strip("0") == "" for word in output.replace("'", " ").split() if len(word) == 16)


def test_own_escape_11_code_that_other_runs_have_mapped(hostile):
    """/proc/self/mem writes where the page tables say no: a copy of one's own, and neither file nor neighbour changes."""
    code = (
        "import ctypes\naddress = ctypes.cast(ctypes.CDLL(None).getppid, ctypes.c_void_p).value\nwith open('/proc/self/mem', 'r+b', 0) as memory:\n"
        "    memory.seek(address)\n    memory.write(bytes.fromhex('b82a000000c3'))\nprint(ctypes.CDLL(None).getppid())\n"
    )
    verdict = hostile.run((State.PASSED, State.ERROR), code)
    assert verdict.output in ("42\n", "")
    after = "import ctypes\nprint(ctypes.CDLL(None).getppid())\n"
    assert hostile.run(State.PASSED, after).output == "1\n"


def test_own_escape_12_settings_of_the_network_it_has(hostile):
    """Its own loopback is all that it sees, and it may not add to it."""
    code = (
        "line = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)\nline.bind((0, 0))\n"
        "line.send(struct.pack('=IHHIIBBHiII', 32, 16, 5 | 0x600, 1, 0, 0, 0, 0, 0, 1, 1))\nkind, code = struct.unpack_from('=H10xi', line.recv(4096), 4)\n"
        "print('add', 'through' if kind == 2 and code == 0 else errno.errorcode[-code])\n"
        "for family in (16, 17, 29, 36, 38, 39, 40, 41, 43, 44):\n    for protocol in (0, 4, 9, 12, 15, 16):\n"
        "        if (family, protocol) != (16, 0): attempt((family, protocol), lambda: socket.socket(family, socket.SOCK_RAW, protocol))\n"
    )
    output = refused(hostile, code)
    assert output.startswith("add EPERM")


def test_own_escape_13_clocks_priorities_and_accounting(hostile):
    code = (
        "import time\nattempt('clock', lambda: time.clock_settime(time.CLOCK_REALTIME, 0))\nattempt('nice', lambda: os.setpriority(os.PRIO_PROCESS, 0, -5))\n"
        "attempt('fifo', lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1)))\nattempt('oom', lambda: os.write(os.open('/proc/self/oom_score_adj', os.O_WRONLY), b'-1000'))\n"
        "attempt('groups', lambda: os.setgroups([0]))\nattempt('uid_map', lambda: os.write(os.open('/proc/self/uid_map', os.O_WRONLY), b'0 0 1'))\n"
        "attempt('uid', lambda: os.setresuid(0, 0, 0))\nattempt('io', lambda: must(libc.syscall(251, 1, 0, 1 << 13)))\n"
    )
    refused(hostile, code)


def test_own_escape_14_posix_queues_and_system_v(hostile):
    """Memory of the kernel that would outlive its maker, were the namespace not to end with the run."""
    code = (
        "for number, name in ((240, 'mq_open'), (68, 'msgget'), (64, 'semget'), (29, 'shmget'), (206, 'io_setup'), (447, 'memfd_secret'), (319, 'memfd_create')):\n"
        "    attempt(name, lambda: must(libc.syscall(number, 1, 0o1600, 0o600, 0, 0)))\n"
    )
    refused(hostile, code)


def test_own_escape_15_watched_files_of_the_host(hostile):
    """fanotify, quotas and handles would reach beyond the mounts that it sees."""
    code = (
        "for number, name in ((300, 'fanotify_init'), (301, 'fanotify_mark'), (303, 'name_to_handle_at'), (304, 'open_by_handle_at'), (179, 'quotactl'), (428, 'open_tree'), (429, 'move_mount'), (430, 'fsopen'), (444, 'landlock'), (457, 'statmount'), (458, 'listmount')):\n"
        "    attempt(name, lambda: must(libc.syscall(number, 0, 0, 0, 0, 0)))\n"
    )
    refused(hostile, code)


def test_own_escape_16_files_where_a_service_has_its_socket(hostile):
    """That folder is on the host's disk, and its server may write there; so no client may make it do so."""
    code = (
        "import os, redis\n\n\ndef work():\n    client = redis.from_url(os.environ['REDIS_URL'])\n    client.set('k', 'x' * 1_000_000)\n"
        "    for command in (('CONFIG', 'SET', 'dir', '/run/redis'), ('CONFIG', 'SET', 'dbfilename', 'breach'), ('CONFIG', 'SET', 'appendonly', 'yes'),\n"
        "                    ('CONFIG', 'SET', 'appenddirname', '/run/redis'), ('CONFIG', 'REWRITE'), ('SAVE',), ('MODULE', 'LOAD', '/work/x.so'),\n"
        "                    ('EVAL', 'return os.execute(\"touch /run/redis/x\")', '0'), ('DEBUG', 'RELOAD'), ('ACL', 'SAVE')):\n"
        "        try: client.execute_command(*command)\n        except redis.RedisError as problem: pass\n    return sorted(os.listdir('/run/redis'))\n"
    )
    checks = 'def test_it(call):\n    """It."""\n    found = call("solution:work")\n    assert found == ["redis.sock"], f"There is {found}."\n'
    hostile.check(State.PASSED, code, checks=checks, runtime="redis", services=("redis",))


@pytest.mark.parametrize("service", ["redis", "postgres"])
def test_own_escape_16_nothing_can_be_written_there_whoever_asks(hostile, service):
    """A server that does what any client wants would still find that folder read-only once it is up."""
    seen = {}
    checks = 'def test_it(call):\n    """It."""\n    import time; time.sleep(0.5)\n'

    def walk():
        pids = hostile.machine.processes()
        # Once the program is there, services have been up before it.
        for pid in pids if not seen and named(pids, "visible") else ():
            try:
                name = Path(f"/proc/{pid}/comm").read_text().strip()
                mounts = Path(f"/proc/{pid}/mountinfo").read_text()
            except OSError:
                continue
            if name in ("redis-server", "postgres") and (found := re.search(rf" /run/{service} (r[ow])", mounts)):
                seen[name] = found[1]

    code = f"{VISIBLE}\ndef double(n): return 2\n"
    job = grading(code, checks, services=(service,), limits=Limits(wall_seconds=8))
    with watching(walk):
        hostile.submit(State.PASSED, job)
    assert list(seen.values()) == ["ro"]


@pytest.mark.parametrize(
    "statement",
    ["COPY (SELECT 1) TO '/run/postgres/breach'", "COPY (SELECT 1) TO PROGRAM 'touch /run/postgres/breach'", "SELECT pg_read_file('/etc/passwd')",
     "SELECT lo_export(lo_creat(-1), '/run/postgres/breach')", "ALTER SYSTEM SET unix_socket_directories = '/work'", "CREATE EXTENSION adminpack",
     "CREATE ROLE other SUPERUSER", "SET ROLE postgres", "LOAD '/work/x.so'", "CREATE FUNCTION f() RETURNS int LANGUAGE c AS '/work/x.so'",
     "CREATE TABLESPACE t LOCATION '/run/postgres'", "CREATE DATABASE breach"],
)  # fmt: skip
def test_own_escape_17_a_database_that_does_more_than_sql(hostile, statement):
    """In the run's own sandbox even a superuser would be contained; the role that programs have is none."""
    code = (
        "import os, socket, struct\n\n\ndef work():\n    line = socket.socket(socket.AF_UNIX)\n    line.connect('/run/postgres/.s.PGSQL.5432')\n"
        "    start = struct.pack('!I', 196608) + b'user\\0app\\0database\\0app\\0\\0'\n    line.sendall(struct.pack('!I', len(start) + 4) + start)\n"
        "    def until(kind):\n        seen = []\n        while kind not in seen[-1:]:\n            head = line.recv(5, socket.MSG_WAITALL)\n            size = struct.unpack('!I', head[1:])[0] - 4\n"
        "            line.recv(size, socket.MSG_WAITALL) if size else b''\n            seen.append(head[:1])\n        return seen\n    until(b'Z')\n"
        f"    query = {statement!r}.encode() + b'\\0'\n    line.sendall(b'Q' + struct.pack('!I', len(query) + 4) + query)\n    return b'E' in until(b'Z')\n"
    )
    checks = 'def test_it(call):\n    """It."""\n    assert call("solution:work") is True, "It went through."\n'
    limits = Limits(wall_seconds=8, cpu_seconds=4)
    hostile.check(State.PASSED, code, checks=checks, services=("postgres",), limits=limits)


class beside:
    """A hostile run that goes on while the body of the `with` does something else; gives a function for its verdict."""

    def __init__(self, hostile, code):
        self._hostile, self._code = hostile, code
        self._verdict = None

    def __enter__(self):
        job = running(self._code, limits=Limits(wall_seconds=8, cpu_seconds=6))
        self._before = self._hostile.inventory()

        def run():
            self._verdict = self._hostile.runner.execute(job)

        self._thread = threading.Thread(target=run)
        self._thread.start()
        end = time.monotonic() + 10
        while not named(self._hostile.machine.processes(), "visible") and self._thread.is_alive():
            assert time.monotonic() < end
            time.sleep(0.02)
        return lambda: self._verdict

    def __exit__(self, *problem):
        self._thread.join()
        self._hostile.nothing_is_left(self._before)
        self._hostile.nothing_of_ours_shows(self._verdict)
        self._hostile.next_honest_one_is_well()
