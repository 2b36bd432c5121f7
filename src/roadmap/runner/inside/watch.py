"""What a run uses, read in its own /proc, which shows that run and nothing else."""

from __future__ import annotations

import os
from dataclasses import dataclass

from . import sockets

_TICK = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_FOLDERS = ("/work", "/tmp", "/dev/shm")


@dataclass(frozen=True)
class Usage:
    """Over the whole tree: bytes of memory (files in memory included) and seconds of CPU."""

    memory: int
    cpu: float


def measure(limit: int, me: int = 1) -> Usage:
    """What all processes but the init `me` use. The exact sum of memory is taken only where it may exceed `limit`."""
    processes = [name for name in os.listdir("/proc") if name.isdigit()]
    cpu, rough = 0.0, 0
    for name in processes:
        fields = _stat(name)
        if fields is not None:
            # utime, stime, cutime, cstime: the init's own children are orphans that it reaped.
            mine = fields[13:15] if int(name) == me else fields[11:15]
            cpu += sum(int(field) for field in mine) / _TICK
            if int(name) != me:
                rough += int(fields[21]) * _PAGE
    files = sum(_filled(folder) for folder in _FOLDERS)
    memory = rough + files + sockets.most()
    if memory > limit:
        memory = files + sockets.held() + sum(_share(name) for name in processes if int(name) != me)
    return Usage(memory, cpu)


def _stat(process: str) -> list[str] | None:
    try:
        with open(f"/proc/{process}/stat", "rb") as file:
            # The name is in parentheses and may hold anything, parentheses too.
            return file.read().rpartition(b")")[2].decode().split()
    except OSError:
        return None


def _share(process: str) -> int:
    """Its part of the pages: what it shares with the warm process counts by a fraction only."""
    try:
        with open(f"/proc/{process}/smaps_rollup") as file:
            return sum(int(line.split()[1]) for line in file if line.startswith("Pss:")) * 1024
    except OSError:
        return 0


def _filled(folder: str) -> int:
    found = os.statvfs(folder)
    return (found.f_blocks - found.f_bfree) * found.f_frsize
