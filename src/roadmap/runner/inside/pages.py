"""Memory of its own for a process that stands ready, before it is what a run waits for.

A fork shares every page with its parent until one of them writes to it, and Python writes to nearly all that it reads:
it counts references. Each first write then waits for a copy of its page, which took a run of Django 30 ms of 150.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

from . import kernel

_PIECE = 256 * 1024
"""Bytes between two looks whether somebody waits: a tenth of a millisecond."""
_LEAVE = 512 * 1024 * 1024
"""With less than this left on the machine, what is shared stays shared."""


def own(enough: Callable[[], bool]) -> None:
    """Copy what this process shares with the one that forked it, until all is copied or `enough`.

    Nothing changes but where the bytes are. A kernel that does not know how (before 5.14) is left alone.
    """
    if _available() < _LEAVE:
        return
    for start, end in list(_private()):
        for piece in range(start, end, _PIECE):
            if enough() or not kernel.populate(piece, min(_PIECE, end - piece)):
                return


def _private() -> Iterator[tuple[int, int]]:
    """From where to where: memory that may be written to, and is neither a file's nor shared on purpose."""
    with open("/proc/self/maps") as file:
        for line in file:
            place, rights, _, _, inode, *_ = line.split()
            if rights.startswith("rw") and rights.endswith("p") and inode == "0":
                start, _, end = place.partition("-")
                yield int(start, 16), int(end, 16)


def _available() -> int:
    """Bytes that can be had on this machine before it has to swap.

    None, once a run has come: its /proc, which shows nothing of the machine, may be here before its job is.
    """
    with contextlib.suppress(FileNotFoundError), open("/proc/meminfo") as file:
        return next((int(line.split()[1]) * 1024 for line in file if line.startswith("MemAvailable:")), 0)
    return 0
