"""A process that stands ready has its memory for itself: what is shared at the fork is copied before a run waits for it."""

import gc
import itertools
import os

import pytest

from roadmap.runner.inside import pages

MB = 1024 * 1024
HELD = 32 * MB
LITTLE = HELD // 2
"""What Python itself may write to meanwhile."""


@pytest.fixture(scope="module")
def held():
    """Memory that this process has written to."""
    return bytearray(b"x") * HELD


def copied_in_a_fork(enough) -> int:
    """Bytes that a fork has for itself alone after `pages.own`, above what it had before."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            gc.disable()
            before = private()
            pages.own(enough)
            os.write(writer, str(private() - before).encode())
        finally:
            os._exit(0)
    os.close(writer)
    with open(reader) as told:
        found = told.read()
    os.waitpid(pid, 0)
    return int(found)


def kernel_knows_how() -> bool:
    return tuple(int(part) for part in os.uname().release.split(".")[:2]) >= (5, 14)


def private() -> int:
    with open("/proc/self/smaps_rollup") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith("Private_Dirty:"))


def test_all_that_was_shared_is_copied(held):
    copied = copied_in_a_fork(lambda: False)
    assert copied >= HELD if kernel_knows_how() else copied < LITTLE
    assert held[-1] == ord("x")


def test_nothing_more_is_copied_once_somebody_waits(held):
    looks = itertools.count()
    assert copied_in_a_fork(lambda: next(looks) >= 4) < LITTLE


def test_what_is_shared_stays_so_where_memory_is_short(held, monkeypatch):
    monkeypatch.setattr(pages, "_LEAVE", 2**62)
    assert copied_in_a_fork(lambda: False) < LITTLE
