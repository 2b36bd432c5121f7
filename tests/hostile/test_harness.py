"""The invariants themselves: what stays is found, and what the suite holds while it looks is nobody's."""

import threading

import pytest

from .harness import Hostile, watching


class Descriptors:
    """A machine that has nothing but open files."""

    def __init__(self):
        self.open = []

    def inventory(self):
        return {"descriptors": len(self.open)}


@pytest.fixture
def machine():
    return Descriptors()


def test_what_stays_is_left_over(machine):
    hostile = Hostile(runner=None, machine=machine)
    before = hostile.inventory()
    machine.open.append("of the run")
    with pytest.raises(AssertionError, match=r"left over: {'descriptors': 1}"):
        hostile.nothing_is_left(before)
    machine.open.clear()
    hostile.nothing_is_left(before)


def test_files_of_who_watches_are_not_counted(machine):
    """The watcher has a file open nearly all the time, so that a count without regard for it would see one."""
    hostile, watched = Hostile(runner=None, machine=machine), threading.Event()

    def look():
        machine.open.append("of the watcher")
        watched.set()
        threading.Event().wait(0.01)
        machine.open.clear()

    before = hostile.inventory()
    with watching(look, every_seconds=0.0001):
        assert watched.wait(60)
        for _ in range(50):
            hostile.nothing_is_left(before)
