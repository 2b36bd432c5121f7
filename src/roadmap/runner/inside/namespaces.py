"""A fresh world for one run: its own users, processes, mounts, network, IPC and names."""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Callable
from typing import Any, NoReturn

from . import kernel

UID = 1000
_ALL = (
    kernel.CLONE_NEWUSER
    | kernel.CLONE_NEWNS
    | kernel.CLONE_NEWPID
    | kernel.CLONE_NEWNET
    | kernel.CLONE_NEWIPC
    | kernel.CLONE_NEWUTS
    | kernel.CLONE_NEWCGROUP
)
_QUIET = kernel.MS_NOSUID | kernel.MS_NODEV
_OWN = ("user", "pid", "mnt", "net", "ipc", "uts", "cgroup")
_KINDS = ("user", "pid", "mnt", "net", "ipc", "uts", "cgroup", "time")
_OF_THE_KERNEL = (
    # No namespace below this one, whatever becomes of the system call filter.
    *((f"user/max_{kind}_namespaces", "0") for kind in _KINDS),
    # The kernel counts these for each user, and all runs have the same: one must not use up what belongs to all.
    *((f"user/max_{kind}", most) for kind, most in (("inotify_instances", "16"), ("inotify_watches", "2048"))),
    # A socket takes no more than the watch expects of it (`sockets`).
    *((f"net/ipv4/tcp_{way}mem", "4096 65536 262144") for way in ("r", "w")),
)
"""Settings of a namespace's own, by their names in /proc/sys."""


class NotFresh(Exception):
    """A run would share something with the warm process, and so with every other run."""


def spawn(become: Callable[[], None], fault: Callable[[], None]) -> None:
    """Run `become` as process 1 of a world of its own; what it raises, or what comes before it, goes to `fault` there.

    :raises OSError: there is no such process.
    """
    uid, gid = os.getuid(), os.getgid()
    before = _namespaces()
    pid: int | None = None
    with contextlib.suppress(NotImplementedError):
        pid = kernel.fork_into(_ALL)
    if pid is None:
        # Not while that exception is being handled: the learner's own would name it as their context.
        _spawn_twice(uid, gid, before, become, fault)
    elif pid == 0:

        def settle_in() -> None:
            _map_ids(uid, gid)
            _must_be_fresh(before)

        _enter(settle_in, become, fault)


def _namespaces() -> dict[str, int]:
    """Kind to number, of those that a run must have for itself."""
    return {kind: os.stat(f"/proc/self/ns/{kind}").st_ino for kind in _OWN}


def _must_be_fresh(before: dict[str, int]) -> None:
    """:raises NotFresh: one of them is still that of the process that forked this one."""
    shared = [name for name, number in _namespaces().items() if before[name] == number]
    if shared:
        raise NotFresh(f"the run would share its {', '.join(shared)} namespace with others")


def _spawn_twice(
    uid: int, gid: int, before: dict[str, int], become: Callable[[], None], fault: Callable[[], None]
) -> None:
    """A process enters a pid namespace only by being born in it, so that one in between must make it."""
    if os.fork() == 0:

        def unshare() -> None:
            kernel.unshare(_ALL)
            _map_ids(uid, gid)

        def again() -> None:
            if os.fork() == 0:
                _enter(lambda: _must_be_fresh(before), become, fault)

        _enter(unshare, again, fault)


def _enter(first: Callable[[], None], then: Callable[[], None], fault: Callable[[], None]) -> NoReturn:
    try:
        first()
        then()
    except BaseException:
        fault()
    finally:
        os._exit(1)


def _map_ids(uid: int, gid: int) -> None:
    # Before anything is mounted: a tmpfs made without an id map fails with EOVERFLOW.
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{UID} {uid} 1")
    _write("/proc/self/gid_map", f"{UID} {gid} 1")


def furnish(plan: dict[str, Any]) -> None:
    """Mount what the run may see. `plan`: `run` names its folder, `meet` is where that shows up, `work_mb`, `inodes`.

    `meet` maps a folder of the run to (place, writable); everything else of other runs goes out of sight. With `shared`
    the work folder is that of the room in which this process was born.
    """
    _keep_mounts_in()
    own = ("/tmp", "/dev/shm") if plan["shared"] else ("/work", "/tmp", "/dev/shm")
    for place in own:
        _mount_memory(place, plan)
    kernel.mount("tmpfs", "/run", "tmpfs", _QUIET, "size=1m,nr_inodes=64,mode=0755")
    # Pseudo-terminals are one instance for all that share a mount of devpts: none here.
    kernel.mount("tmpfs", "/dev/pts", "tmpfs", _QUIET | kernel.MS_RDONLY, "size=4k,nr_inodes=1")
    for source, (place, writable) in plan["meet"].items():
        os.makedirs(place, exist_ok=True)
        kernel.mount(f"/runs/{plan['run']}/{source}".rstrip("/"), place, None, kernel.MS_BIND)
        if not writable:
            _remount(place, writable=False)
    kernel.mount("tmpfs", "/runs", "tmpfs", _QUIET | kernel.MS_RDONLY, "size=4k,nr_inodes=1")
    _settle()
    _mount_proc()
    kernel.loopback_up()
    socket.sethostname("sandbox")
    os.chdir("/work")


def let_write(plan: dict[str, Any], writable: bool) -> None:
    """Whether a service may write where it meets others: for its socket while it starts, and never what clients want.

    That folder is on the host's disk, where nothing limits what is in it.
    """
    for place, own in plan["meet"].values():
        if own:
            _remount(place, writable=writable)


def _remount(place: str, *, writable: bool) -> None:
    # Whoever took it away above us, we cannot give it back.
    bound = kernel.MS_NOEXEC if os.statvfs(place).f_flag & os.ST_NOEXEC else 0
    bound |= 0 if writable else kernel.MS_RDONLY
    kernel.mount(None, place, None, kernel.MS_REMOUNT | kernel.MS_BIND | _QUIET | bound)


def furnish_room(plan: dict[str, Any]) -> None:
    """Mount the one work folder that the programs of a run share; each will have all else for itself.

    Its /proc stays the warm process's: whoever is born here may mount one of its own only where one is seen in full.
    """
    _keep_mounts_in()
    _mount_memory("/work", plan)


def _keep_mounts_in() -> None:
    kernel.mount(None, "/", None, kernel.MS_REC | kernel.MS_PRIVATE)


def _mount_memory(place: str, plan: dict[str, Any]) -> None:
    mode = "0755" if place == "/work" else "0777"
    options = f"size={plan['work_mb']}m,nr_inodes={plan['inodes']},mode={mode}"
    kernel.mount("tmpfs", place, "tmpfs", _QUIET, options)


def _settle() -> None:
    """While the /proc of the warm process can still be seen. What a kernel does not have needs no limit."""
    for name, value in _OF_THE_KERNEL:
        with contextlib.suppress(FileNotFoundError):
            _write(f"/proc/sys/{name}", value)


def _mount_proc() -> None:
    """Processes only: nothing of the machine, its load, its disks or its command line."""
    try:
        kernel.mount("proc", "/proc", "proc", _QUIET | kernel.MS_NOEXEC, "subset=pid")
    except OSError:
        # Linux before 5.8. Still of this pid namespace only, and read by a user who owns nothing.
        kernel.mount("proc", "/proc", "proc", _QUIET | kernel.MS_NOEXEC)


def _write(path: str, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY)
    try:
        os.write(descriptor, text.encode())
    finally:
        os.close(descriptor)
