"""Each wall knocked out in a build of the sandbox that lacks just this one: the proof at start must see it.

What is weakened is the copy of our code that the sandbox gets, or the command that starts it; nothing else is changed.
The supervisor has to refuse: it says what gets through, and runs nothing.
"""

import pytest

from roadmap.runner import Job, State, folder, runtimes, sandbox
from roadmap.runner.local import LocalRunner
from roadmap.runner.party import Party
from roadmap.runner.record import Record

ALLOW_ALL = b"\x06\x00\x00\x00\x00\x00\xff\x7f"
"""A filter of one instruction."""

BUILDS = {
    "user-namespace": ("namespaces.py", "    kernel.CLONE_NEWUSER\n    | ", "    0\n    | ", "Operation not permitted"),
    "mount-namespace": ("namespaces.py", "| kernel.CLONE_NEWNS", "", "its mnt namespace"),
    "pid-namespace": ("namespaces.py", "| kernel.CLONE_NEWPID", "", "its pid namespace"),
    "network-namespace": ("namespaces.py", "| kernel.CLONE_NEWNET", "", "its net namespace"),
    "ipc-namespace": ("namespaces.py", "| kernel.CLONE_NEWIPC", "", "its ipc namespace"),
    "uts-namespace": ("namespaces.py", "| kernel.CLONE_NEWUTS", "", "its uts namespace"),
    "cgroup-namespace": ("namespaces.py", "| kernel.CLONE_NEWCGROUP", "", "its cgroup namespace"),
    "loopback": ("namespaces.py", "    kernel.loopback_up()\n", "", "ended as error"),
    "other-runs-out-of-sight": (
        "namespaces.py",
        '    kernel.mount("tmpfs", "/runs", "tmpfs"',
        '    0 and kernel.mount("tmpfs", "/runs", "tmpfs"',
        "see the place where other runs meet",
    ),
    "proc-of-the-run": ("namespaces.py", "    _mount_proc()\n", "    pass\n", "see "),
    "size-of-folders": ("namespaces.py", "size={plan['work_mb']}m,nr_inodes={plan['inodes']}", "mode=0777", "fill memory with files"),
    "capabilities": ("confine.py", "    kernel.drop_capabilities()\n", "", "keep a capability"),
    "system-call-filter": ("confine.py", "    kernel.filter_system_calls(system_calls)\n", "", "do without a system call filter"),
    "limits": ("confine.py", "        resource.setrlimit(what, (bound, bound))\n", "        pass\n", "open any number of files"),
    "descriptors": ("confine.py", "                os.close(int(name))", "                pass", "use a descriptor of ours"),
}  # fmt: skip


BEHIND = {
    # bubblewrap has set it already, and nobody can take it back.
    "no-new-privileges": ("confine.py", "    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)\n", ""),
    # To look into it takes the capabilities that it has.
    "init-out-of-reach": ("init.py", "            kernel.prctl(kernel.PR_SET_DUMPABLE, 0)\n", ""),
}
"""Walls with another one behind them, which nothing that we could leave out takes away."""


@pytest.fixture
def weakened(monkeypatch):
    """A function that replaces text in a file of the copy that sandboxes get."""

    def weaken(name, old, new):
        fill = folder.Folder._fill_code

        def fill_and_weaken(self):
            fill(self)
            place = self.code / "roadmap_inside" / name
            assert place.read_text().count(old) == 1, f"{name} has another wall now"
            place.write_text(place.read_text().replace(old, new))

        monkeypatch.setattr(folder.Folder, "_fill_code", fill_and_weaken)

    return weaken


def refusal():
    """What a fresh supervisor says; it has run nothing after that."""
    runner = LocalRunner({}, slots=1, root=runtimes.default_root())
    try:
        verdict = runner.execute(Job(kind="run", runtime="judge", files={"m.py": "print(1)"}, main="m.py"))
        assert (verdict.state, verdict.output) == (State.UNAVAILABLE, "")
        assert runner.problem() == verdict.message
        return verdict.message
    finally:
        runner.close()


def test_row_187_all_walls_stand(declared):
    runner = LocalRunner({}, slots=1, root=runtimes.default_root())
    assert runner.prove() is None
    runner.close()


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    BUILDS.values(),
    ids=[f"wall-down-{name}" for name in BUILDS],
)
def test_build_without_it_is_refused(declared, weakened, file, old, new, told):
    weakened(file, old, new)
    assert told in refusal()


@pytest.mark.parametrize(
    ("file", "old", "new"), BEHIND.values(), ids=[f"wall-down-{name}-has-another-behind" for name in BEHIND]
)
def test_another_wall_is_behind_it(declared, weakened, file, old, new):
    weakened(file, old, new)
    runner = LocalRunner({}, slots=1, root=runtimes.default_root())
    assert runner.prove() is None
    runner.close()


def test_wall_down_filter_that_allows_everything(declared, monkeypatch):
    monkeypatch.setattr(folder, "filter_program", lambda *service: ALLOW_ALL)
    said = refusal()
    for what in ("use kernel keyrings", "use io_uring", "make a memfd"):
        assert what in said


def test_wall_down_watch_of_memory(declared, weakened, monkeypatch):
    """Neither the watch nor a control group: only then does anything get through."""
    weakened("watch.py", "    return Usage(memory, cpu)\n", "    return Usage(0, cpu)\n")
    monkeypatch.setattr(folder.cgroups, "find", lambda: None)
    assert "use more memory than allowed" in refusal()


def test_wall_down_watch_of_memory_has_another_behind(declared, weakened):
    """With a control group the kernel itself stops what the watch does not see."""
    weakened("watch.py", "    return Usage(memory, cpu)\n", "    return Usage(0, 0.0)\n")
    runner = LocalRunner({}, slots=1, root=runtimes.default_root())
    said = runner.prove()
    counted = runner._folder.cgroups is not None
    runner.close()
    assert (said is None) == counted, said


def test_wall_down_watch_of_processor_time(declared, weakened, monkeypatch):
    weakened("watch.py", "    return Usage(memory, cpu)\n", "    return Usage(memory, 0.0)\n")
    monkeypatch.setattr(folder.cgroups, "find", lambda: None)
    assert "use more processor time than allowed" in refusal()


def test_wall_down_clock(declared, monkeypatch):
    monkeypatch.setattr(Record, "out_of_time", lambda self: None)
    assert "run longer than allowed" in refusal()


def test_wall_down_output(declared, monkeypatch):
    printed = Record.printed

    def unlimited(self, *told):
        self.output._left = 10**9
        return printed(self, *told)

    monkeypatch.setattr(Record, "printed", unlimited)
    assert "print more than allowed" in refusal()


@pytest.mark.parametrize("place", ["/usr", "/opt/runtime", "/opt/roadmap", "/etc"], ids=lambda place: f"wall-down-read-only{place.replace('/', '-')}")  # fmt: skip
def test_read_only_view(declared, monkeypatch, place):
    command = sandbox.command

    def writable(*given):
        made = command(*given)
        at = next(n for n, word in enumerate(made) if word == "--ro-bind" and made[n + 2] == place)
        return [*made[:at], "--bind", *made[at + 1 :]]

    monkeypatch.setattr(sandbox, "command", writable)
    assert "writable" in refusal()


@pytest.mark.parametrize("place", ["/dev", "/"], ids=["wall-down-read-only-dev", "wall-down-read-only-root"])
def test_read_only_of_its_own(declared, monkeypatch, place):
    command = sandbox.command

    def writable(*given):
        made = command(*given)
        at = next(n for n, word in enumerate(made) if word == "--remount-ro" and made[n + 1] == place)
        return [*made[:at], *made[at + 2 :]]

    monkeypatch.setattr(sandbox, "command", writable)
    assert f"find {place} writable" in refusal()


def test_wall_down_environment(declared, monkeypatch):
    command = sandbox.command
    monkeypatch.setattr(sandbox, "command", lambda *given: [word for word in command(*given) if word != "--clearenv"])
    assert "read the environment of its warm process" in refusal()


def test_wall_down_network_of_the_host(declared, weakened, monkeypatch):
    """Both the sandbox and the run in the host's network."""
    weakened("namespaces.py", "| kernel.CLONE_NEWNET", "")
    command = sandbox.command
    monkeypatch.setattr(sandbox, "command", lambda *given: [*_with_network(command(*given))])
    assert "net namespace" in refusal()


def _with_network(words):
    for word in words:
        yield from (word, "--share-net") if word == "--unshare-all" else (word,)


def test_wall_down_whole_tree_gone(declared, monkeypatch, weakened):
    """An init that does not end when it is told to, and a supervisor that cannot kill it."""
    weakened("init.py", '        if order["do"] == "end":\n', '        if order["do"] == "never":\n')
    monkeypatch.setattr(Party, "kill", lambda self: None)
    monkeypatch.setattr(Party, "wait", lambda self, seconds: False)
    assert "do not end" in refusal()


def test_wall_down_no_bubblewrap(declared, monkeypatch, tmp_path):
    """And nothing is ever run without it."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "cannot be started" in refusal()
