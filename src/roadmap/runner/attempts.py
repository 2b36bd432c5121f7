"""The hostile programs that prove the walls: what one of them manages is a wall that does not stand."""

from __future__ import annotations

from dataclasses import dataclass

from roadmap.catalogue import Limits
from roadmap.runner.verdict import State

LIMITS = Limits(wall_seconds=20, work_mb=16)

PROGRAM = """
import ctypes, json, os, resource, socket

GIVEN = json.loads({given!r})
libc = ctypes.CDLL(None, use_errno=True)

def connects(family, address):
    with socket.socket(family) as sock:
        sock.settimeout(1)
        sock.connect(address)

def writes(path):
    with open(path, "w") as file:
        file.write("x")

def succeeds(result):
    if result == -1:
        raise OSError(ctypes.get_errno(), "refused")

def opens(family, kind=socket.SOCK_STREAM):
    socket.socket(family, kind).close()

def must(true):
    if not true:
        raise OSError("the wall stands")

def writable(path):
    must(not os.statvfs(path).f_flag & os.ST_RDONLY)

def status(name):
    with open("/proc/self/status") as file:
        return next((line.split()[1] for line in file if line.startswith(name + ":")), "")

def unlimited(name, most):
    soft, hard = resource.getrlimit(getattr(resource, "RLIMIT_" + name))
    must(hard == resource.RLIM_INFINITY or hard > most)

def large(path):
    found = os.statvfs(path)
    must(found.f_blocks * found.f_frsize > 64 << 20 or found.f_blocks == 0 or found.f_files > 1 << 16)

def fails_for_another_reason(name, number, *arguments):
    must(libc.syscall(GIVEN["calls"][name], *arguments) != -1 or ctypes.get_errno() == number)

CAPABILITIES = ("Inh", "Prm", "Eff", "Bnd", "Amb")
ATTEMPTS = {{
    "reach the network": lambda: connects(socket.AF_INET, ("192.0.2.1", 80)),
    "reach the host's loopback": lambda: connects(socket.AF_INET, ("127.0.0.1", GIVEN["port"])),
    "reach the host's abstract sockets": lambda: connects(socket.AF_UNIX, "\\0" + GIVEN["abstract"]),
    "read a file of the host": lambda: open(GIVEN["file"]),
    "see the supervisor": lambda: open("/proc/%d/status" % GIVEN["pid"]) if GIVEN["pid"] > 50 else 1 / 0,
    "see the place where other runs meet": lambda: must(os.statvfs("/runs").f_files > 1),
    "read the environment of the host": lambda: os.environ[GIVEN["variable"]],
    "read the environment of its warm process": lambda: must(GIVEN["variable"] in open("/proc/self/environ").read()),
    "look into its init": lambda: open("/proc/1/environ").read(),
    "use a descriptor of ours": lambda: must(len(os.listdir("/proc/self/fd")) > GIVEN["descriptors"]),
    "write to /usr": lambda: writes("/usr/breach"),
    "write to its runtime": lambda: writes("/opt/runtime/breach"),
    "write to /dev": lambda: writes("/dev/breach"),
    "write to /": lambda: writes("/breach"),
    "find /usr writable": lambda: writable("/usr"),
    "find its runtime writable": lambda: writable("/opt/runtime"),
    "find our own code writable": lambda: writable("/opt/roadmap"),
    "find /etc writable": lambda: writable("/etc"),
    "find /dev writable": lambda: writable("/dev"),
    "find / writable": lambda: writable("/"),
    "fill memory with files in /work": lambda: large("/work"),
    "fill memory with files in /tmp": lambda: large("/tmp"),
    "fill memory with files in /dev/shm": lambda: large("/dev/shm"),
    "make a user namespace": lambda: succeeds(libc.unshare(0x10000000)),
    "trace a process": lambda: succeeds(libc.ptrace(16, 1, 0, 0)),
    "mount": lambda: succeeds(libc.mount(b"none", b"/work", b"tmpfs", 0, None)),
    "become somebody else": lambda: succeeds(libc.setuid(0)),
    "keep a capability": lambda: must(any(int(status("Cap" + kind), 16) for kind in CAPABILITIES)),
    "gain privileges": lambda: must(status("NoNewPrivs") == "0"),
    "do without a system call filter": lambda: must(status("Seccomp") != "2"),
    "use kernel keyrings": lambda: succeeds(libc.syscall(GIVEN["calls"]["keyctl"], 0, -3, 1, 0, 0)),
    "use io_uring": lambda: fails_for_another_reason("io_uring_setup", 14, 1, 0),
    "use bpf": lambda: fails_for_another_reason("bpf", 22, 0, 0, 0),
    "make a memfd": lambda: os.memfd_create("breach"),
    "use a personality of old": lambda: succeeds(libc.personality(0x0040000)),
    "talk to the hypervisor": lambda: opens(40),
    "use crypto sockets": lambda: opens(38, socket.SOCK_SEQPACKET),
    "have a terminal": lambda: open("/dev/tty"),
    "write core files": lambda: unlimited("CORE", 0),
    "open any number of files": lambda: unlimited("NOFILE", 4096),
    "start any number of processes": lambda: unlimited("NPROC", 1024),
    "write files of any size": lambda: unlimited("FSIZE", 64 << 20),
    "use any amount of address space": lambda: unlimited("AS", 16 << 30),
    "use any amount of processor time": lambda: unlimited("CPU", 600),
    "lock any amount of memory": lambda: unlimited("MEMLOCK", 1 << 20),
}}
for name, attempt in ATTEMPTS.items():
    try:
        attempt()
        print(json.dumps([name, True]))
    except Exception:
        print(json.dumps([name, False]))
with socket.create_server(("127.0.0.1", 0)) as own:
    connects(socket.AF_INET, own.getsockname())
print(json.dumps(["processes", sum(name.isdigit() for name in os.listdir("/proc"))]))
"""
"""Told by `given`: what it may look for. Its last lines need loopback, which real frameworks need as well."""

COUNT = PROGRAM.count(": lambda: ")


@dataclass(frozen=True, slots=True)
class Excess:
    """A program that must be stopped in the way of `state`."""

    title: str
    code: str
    limits: Limits
    state: State


# For longer than it takes a run to be in its control group, so that either wall may stop it.
_MEMORY = "import time\nheld = []\nfor _ in range(30):\n    held.append(bytearray(20 << 20))\n    time.sleep(0.02)"
_TIME = (
    "import os, time\nif os.fork() == 0:\n    end = time.process_time() + 2\n"
    "    while time.process_time() < end: pass\n    os._exit(0)\nos.wait()"
)
EXCESSES = (
    Excess("use more memory than allowed", _MEMORY, Limits(memory_mb=48), State.MEMORY_LIMIT),
    # So that on a busy machine, too, it is not the clock that stops it.
    Excess("use more processor time than allowed", _TIME, Limits(cpu_seconds=0.1, wall_seconds=60), State.TIME_LIMIT),
    Excess("run longer than allowed", "import time; time.sleep(2)", Limits(wall_seconds=0.2), State.TIME_LIMIT),
    Excess("print more than allowed", "print('x' * 100_000)", Limits(output_kb=8), State.OUTPUT_LIMIT),
)
