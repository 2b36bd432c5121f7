"""Proof that the walls stand: hostile programs, run before anybody else's, that must all fail."""

from __future__ import annotations

import json
import os
import secrets
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from roadmap.catalogue import Limits
from roadmap.runner.job import Job
from roadmap.runner.party import Fault
from roadmap.runner.runner import EventSink, ignore
from roadmap.runner.runtimes import JUDGE
from roadmap.runner.verdict import State, Verdict

RunOnce = Callable[[Job, EventSink, Callable[[], bool], int], Verdict]

_PROGRAM = """
import ctypes, json, os, socket

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

ATTEMPTS = {{
    "reach the network": lambda: connects(socket.AF_INET, ("192.0.2.1", 80)),
    "reach the host's loopback": lambda: connects(socket.AF_INET, ("127.0.0.1", GIVEN["port"])),
    "reach the host's abstract sockets": lambda: connects(socket.AF_UNIX, "\\0" + GIVEN["abstract"]),
    "read a file of the host": lambda: open(GIVEN["file"]),
    "see the supervisor": lambda: open("/proc/%d/status" % GIVEN["pid"]) if GIVEN["pid"] > 50 else 1 / 0,
    "read another run's folder": lambda: os.listdir("/runs")[0],
    "read the environment of the host": lambda: os.environ[GIVEN["variable"]],
    "look into its init": lambda: open("/proc/1/environ").read(),
    "write to /usr": lambda: writes("/usr/breach"),
    "write to its runtime": lambda: writes("/opt/runtime/breach"),
    "write to /dev": lambda: writes("/dev/breach"),
    "write to /": lambda: writes("/breach"),
    "make a user namespace": lambda: succeeds(libc.unshare(0x10000000)),
    "trace a process": lambda: succeeds(libc.ptrace(16, 1, 0, 0)),
    "mount": lambda: succeeds(libc.mount(b"none", b"/work", b"tmpfs", 0, None)),
    "become somebody else": lambda: succeeds(libc.setuid(0)),
}}
for name, attempt in ATTEMPTS.items():
    try:
        attempt()
        print(json.dumps([name, True]))
    except Exception:
        print(json.dumps([name, False]))
print(json.dumps(["processes", sum(name.isdigit() for name in os.listdir("/proc"))]))
"""


def breach(run_once: RunOnce) -> str | None:
    """What a hostile program got away with, as a paragraph with the cure; None if it got away with nothing.

    :raises Fault: it could not even be run.
    """
    variable = f"ROADMAP_WALL_{secrets.token_hex(4)}"
    abstract = f"roadmap-wall-{secrets.token_hex(8)}"
    with (
        socket.create_server(("127.0.0.1", 0)) as host,
        socket.socket(socket.AF_UNIX) as unix,
        tempfile.NamedTemporaryFile() as file,
    ):
        unix.bind("\0" + abstract)
        unix.listen()
        Path(file.name).chmod(0o644)
        os.environ[variable] = "seen"
        try:
            given = {"port": host.getsockname()[1], "abstract": abstract, "file": file.name, "pid": os.getpid()}
            verdict = run_once(_job({**given, "variable": variable}), ignore, lambda: False, 0)
        finally:
            del os.environ[variable]
    return _judge(verdict)


def _job(given: dict[str, Any]) -> Job:
    return Job(
        kind="run",
        runtime=JUDGE.name,
        files={"walls.py": _PROGRAM.format(given=json.dumps(given))},
        main="walls.py",
        limits=Limits(wall_seconds=20),
        id="walls",
    )


def _judge(verdict: Verdict) -> str | None:
    if verdict.state is not State.PASSED:
        raise Fault(
            f"the proof of the walls ended as {verdict.state.value}: {verdict.message} {verdict.traceback[-500:]}"
        )
    results = dict(json.loads(line) for line in verdict.output.splitlines())
    processes = results.pop("processes")
    through = [name for name, succeeded in results.items() if succeeded]
    if processes > 2:
        through.append(f"see {processes} processes")
    if len(results) != _PROGRAM.count(": lambda: "):
        raise Fault("the proof of the walls did not make all of its attempts")
    if not through:
        return None
    return (
        f"The sandbox of this machine lets a program {', '.join(through)}, so no learner's code is run here. "
        "`roadmap doctor` says what is unusual about this machine."
    )
