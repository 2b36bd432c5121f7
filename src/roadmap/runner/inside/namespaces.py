"""A fresh world for one run: its own users, processes, mounts, network, IPC and names."""

from __future__ import annotations

import os
import socket
from typing import Any

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


def fork() -> int:
    """As os.fork(); the child is process 1 of a world of its own."""
    uid, gid = os.getuid(), os.getgid()
    try:
        pid = kernel.fork_into(_ALL)
    except NotImplementedError:
        return _fork_twice(uid, gid)
    if pid == 0:
        _map_ids(uid, gid)
    return pid


def _fork_twice(uid: int, gid: int) -> int:
    """A process enters a pid namespace only by being born in it, so that one in between must make it."""
    pid = os.fork()
    if pid == 0:
        try:
            kernel.unshare(_ALL)
            _map_ids(uid, gid)
            if os.fork() == 0:
                return 0
        finally:
            if os.getpid() != 1:
                os._exit(0)
    return pid


def _map_ids(uid: int, gid: int) -> None:
    # Before anything is mounted: a tmpfs made without an id map fails with EOVERFLOW.
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{UID} {uid} 1")
    _write("/proc/self/gid_map", f"{UID} {gid} 1")


def furnish(plan: dict[str, Any]) -> None:
    """Mount what the run may see. `plan`: `run` names its folder, `meet` is where that shows up, `work_mb`, `inodes`.

    `meet` maps a folder of the run to (place, writable); everything else of other runs goes out of sight.
    """
    kernel.mount(None, "/", None, kernel.MS_REC | kernel.MS_PRIVATE)
    size = f"size={plan['work_mb']}m,nr_inodes={plan['inodes']}"
    for place, options in (
        ("/work", f"{size},mode=0755"),
        ("/tmp", f"{size},mode=0777"),
        ("/dev/shm", f"{size},mode=0777"),
        ("/run", "size=1m,nr_inodes=64,mode=0755"),
    ):
        kernel.mount("tmpfs", place, "tmpfs", _QUIET, options)
    # Pseudo-terminals are one instance for all that share a mount of devpts: none here.
    kernel.mount("tmpfs", "/dev/pts", "tmpfs", _QUIET | kernel.MS_RDONLY, "size=4k,nr_inodes=1")
    for source, (place, writable) in plan["meet"].items():
        os.makedirs(place, exist_ok=True)
        kernel.mount(f"/runs/{plan['run']}/{source}".rstrip("/"), place, None, kernel.MS_BIND)
        if not writable:
            kernel.mount(None, place, None, kernel.MS_REMOUNT | kernel.MS_BIND | _QUIET | kernel.MS_RDONLY)
    kernel.mount("tmpfs", "/runs", "tmpfs", _QUIET | kernel.MS_RDONLY, "size=4k,nr_inodes=1")
    kernel.mount("proc", "/proc", "proc", _QUIET | kernel.MS_NOEXEC)
    kernel.loopback_up()
    socket.sethostname("sandbox")
    os.chdir("/work")


def _write(path: str, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY)
    try:
        os.write(descriptor, text.encode())
    finally:
        os.close(descriptor)
