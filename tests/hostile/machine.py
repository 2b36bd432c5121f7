"""What the suite wants to know of the machine that runs the attacks, and that machine where it is this process."""

import os
import signal
import threading
import time
from collections.abc import Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from roadmap.runner import open_runner
from roadmap.runner.sandbox import sandbox_uid

SETTLE_SECONDS = 60
"""How long a busy machine may take to end what was killed."""


class Machine(Protocol):
    """The host of the sandboxes, seen from outside of them."""

    def inventory(self) -> Mapping[str, object]:
        """What must be the same after a run as before: processes, mounts, descriptors, files, shared memory."""

    def processes(self) -> set[int]:
        """Numbers of all processes below the supervisor, as this process sees them."""

    def resident(self) -> Mapping[str, int]:
        """Bytes of memory, by process: the supervisor and each warm process."""

    def kill_warm(self, runtime: str) -> None:
        """SIGKILL to the warm process of `runtime`."""

    def counts(self) -> bool:
        """Whether runs are in control groups."""

    def secrets(self) -> tuple[str, ...]:
        """Texts that must not show in any verdict: where things are on the host."""


class LocalMachine:
    """This one, where the supervisor is this very process."""

    def __init__(self, runner, data):
        self._runner = runner
        self._data = data

    def inventory(self):
        self._runner.settle()
        folder = self._runner._folder
        return {
            # Their number: each run takes spares, and others come in their place.
            "processes": len(family(os.getpid())),
            "descriptors": len(os.listdir("/proc/self/fd")),
            "mounts": len(Path("/proc/self/mountinfo").read_text().splitlines()),
            "runs": os.listdir(folder.runs),
            "cgroups": [str(path) for path in folder.cgroups.left()] if folder.cgroups else [],
            "folder": sorted(os.listdir(folder.path)),
            "shm": shared_memory(),
            # Those that clear away are made when they are wanted, as many as there are slots.
            "threads": sum(not thread.name.startswith("roadmap-ending") for thread in threading.enumerate()),
        }

    def processes(self):
        return family(os.getpid())

    def resident(self):
        self._runner.settle()
        found = {"supervisor": resident(os.getpid())}
        for name, warm in self._runner._warm.items():
            found[name] = sum(resident(pid) for pid in family(warm.pid) | {warm.pid})
        return found

    def kill_warm(self, runtime):
        # Nobody may have asked for it since it was killed last.
        warm = self._runner._warm[runtime]
        warm.start()
        killed = warm.pid
        os.kill(killed, signal.SIGKILL)
        # A busy machine may take its time, and the next job pass with what is still to die.
        end = time.monotonic() + SETTLE_SECONDS
        while warm.pid == killed:
            assert time.monotonic() < end, f"{killed} does not die"
            time.sleep(0.005)

    def counts(self):
        return self._runner._folder.cgroups is not None

    def secrets(self):
        return (str(self._data), str(self._runner._root), str(self._runner._folder.path))


@contextmanager
def local(declared, data):
    runner = open_runner(declared, data=data, slots=4)
    assert runner.problem() is None, runner.problem()
    assert runner.prove() is None, runner.problem()
    try:
        yield runner, LocalMachine(runner, data)
    finally:
        runner.close()


def family(root):
    """Numbers of all processes below the process `root`, by reading who is whose parent."""
    parents = _parents()
    found, grown = {root}, True
    while grown:
        more = {pid for pid, parent in parents.items() if parent in found} - found
        found, grown = found | more, bool(more)
    return found - {root}


def children(root):
    """Numbers of those that the process `root` has started itself."""
    return {pid for pid, parent in _parents().items() if parent == root}


def named(pids, name):
    """Those of `pids` that call themselves `name` (PR_SET_NAME): a sign that can be seen from outside of a sandbox."""
    return {pid for pid in pids if _name(pid) == name}


def _name(pid):
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return None


def _parents():
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    return parents


def shared_memory():
    """Names of what sandboxes have in the host's /dev/shm."""
    return sorted(path.name for path in Path("/dev/shm").iterdir() if owner_of(path) == sandbox_uid())


def link_of(path):
    """Where a link in /proc leads; empty for what has gone since it was listed."""
    try:
        return os.readlink(path)
    except OSError:
        return ""


def owner_of(path):
    """None for what has gone since it was listed."""
    try:
        return path.lstat().st_uid
    except FileNotFoundError:
        return None


def resident(pid):
    """Bytes of memory of one process; 0 for one that has ended since it was listed."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (FileNotFoundError, ProcessLookupError):
        return 0
