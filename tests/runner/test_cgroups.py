"""Control groups: found where they may be made, entered by every process of a run, read, and gone afterwards."""

import time
from pathlib import Path

import pytest

from roadmap.catalogue import Limits
from roadmap.runner import Job, cgroups

LIMITS = {"processes": 8, "memory_mb": 32, "cpu_seconds": 1.0}


def _v2(tmp_path):
    """A group of version 2, its files written by hand: here nobody is the kernel."""
    made = cgroups.Cgroup({"": tmp_path / "run"}, cgroups._V2, LIMITS)
    return made, tmp_path / "run"


def test_limits_are_those_of_the_run_and_some_for_its_init(tmp_path):
    _, folder = _v2(tmp_path)
    assert (folder / "memory.max").read_text() == str((32 + 64) * 1024 * 1024)
    assert (folder / "memory.swap.max").read_text() == "0"
    assert (folder / "pids.max").read_text() == "9"


@pytest.mark.parametrize(
    ("kills", "microseconds", "broken"),
    [(0, 10, ""), (1, 10, "memory"), (0, 1_000_001, "cpu"), (3, 5_000_000, "memory")],
)
def test_what_the_kernel_says_is_read(tmp_path, kills, microseconds, broken):
    made, folder = _v2(tmp_path)
    (folder / "memory.events").write_text(f"low 0\nhigh 0\nmax 7\noom {kills}\noom_kill {kills}\noom_group_kill 0\n")
    (folder / "cpu.stat").write_text(f"usage_usec {microseconds}\nuser_usec 1\nsystem_usec 1\n")
    assert made.broken_limit() == broken


@pytest.mark.parametrize(
    ("root", "path", "found"),
    [
        ("/", "/system.slice/site", "/at/system.slice/site"),
        ("/pod/one", "/pod/one", "/at"),
        ("/pod", "/pod/x", "/at/x"),
    ],
)
def test_a_group_is_found_below_what_is_mounted(root, path, found):
    assert cgroups._below(root, Path("/at"), path) == Path(found)


def test_a_place_where_none_can_be_made_is_left_as_it_was(tmp_path):
    """Like a hierarchy that is mounted read-only, or not delegated: then there are no control groups, and no error."""
    (tmp_path / "cgroup.subtree_control").write_text("")
    before = sorted(tmp_path.rglob("*"))
    mounts = [("cgroup2", "/", tmp_path, set())]
    assert cgroups._find_v2(mounts, {"": "/"}) is None
    assert [path for path in sorted(tmp_path.rglob("*")) if path.is_dir()] == [path for path in before if path.is_dir()]


def test_once_given_up_runs_go_on_without(tmp_path):
    places = cgroups.Cgroups({"": tmp_path}, cgroups._V2)
    assert places.new("one", LIMITS) is not None
    places.give_up("this kernel is too old")
    assert places.new("two", LIMITS) is None


@pytest.mark.sandbox
def test_every_process_of_a_run_is_in_its_group(runner):
    """Looked at from outside while it runs; where this machine has no groups for us, the run goes on all the same."""
    code = "import os, time\nfor n in range(3):\n    if os.fork() == 0: break\nelse: print('up', flush=True)\ntime.sleep(50)\n"
    seen: list[int] = []

    def look(event):
        places = runner._folder.cgroups
        end = time.monotonic() + 40
        while event.kind == "output" and places is not None and time.monotonic() < end and max(seen, default=0) < 5:
            counts = [len((group / "cgroup.procs").read_text().split()) for group in places.left()]
            seen.append(min(counts, default=0))
            time.sleep(0.01)

    job = Job(kind="run", runtime="flask", files={"m.py": code}, main="m.py", limits=Limits(wall_seconds=60))
    runner.execute(job, look, lambda: bool(seen) and max(seen) == 5)
    found = cgroups.find()
    assert (found is None) == (runner._folder.cgroups is None)
    if runner._folder.cgroups is not None:
        assert max(seen) == 5  # the init, the program, and three children
        runner.settle()
        assert runner._folder.cgroups.left() == []
