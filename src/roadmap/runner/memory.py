"""How much memory a process and all that descend from it take."""

from __future__ import annotations

import os
import re
from pathlib import Path

_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


def tree_bytes(pid: int, proc: Path = Path("/proc")) -> int:
    """Bytes of `pid` and its descendants. What they share is counted once, as far as the kernel lets us see that.

    Another user's process shows its resident pages only, shared ones included: the sum is then too high. Processes that
    end meanwhile count nothing.
    """
    total = 0
    waiting = [pid]
    while waiting:
        each = proc / str(waiting.pop())
        total += _bytes(each)
        waiting += _children(each)
    return total


def _bytes(process: Path) -> int:
    try:
        found = re.search(r"^Pss:\s+(\d+) kB", (process / "smaps_rollup").read_text(), re.MULTILINE)
        if found:
            return int(found[1]) * 1024
    except OSError:
        pass
    try:
        return int((process / "statm").read_text().split()[1]) * _PAGE_BYTES
    except (OSError, IndexError, ValueError):
        return 0


def _children(process: Path) -> list[int]:
    found: list[int] = []
    try:
        for thread in (process / "task").iterdir():
            found += map(int, (thread / "children").read_text().split())
    except OSError:
        pass
    return found
