"""The system calls that Python 3.11 does not wrap."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import platform
import signal
import socket
import struct
import sys

CLONE_NEWNS = 0x00020000
CLONE_NEWCGROUP = 0x02000000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

MS_RDONLY = 0x1
MS_NOSUID = 0x2
MS_NODEV = 0x4
MS_NOEXEC = 0x8
MS_REMOUNT = 0x20
MS_BIND = 0x1000
MS_REC = 0x4000
MS_PRIVATE = 0x40000

PR_SET_DUMPABLE = 4
PR_SET_SECCOMP = 22
PR_CAPBSET_DROP = 24
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_CLEAR_ALL = 4
SECCOMP_MODE_FILTER = 2
_MADV_POPULATE_WRITE = 23
_CAPABILITIES_AT_LEAST = 38
"""Every kernel that can run a sandbox at all has this many."""

_libc = ctypes.CDLL(None, use_errno=True)
_libc.mount.argtypes = (ctypes.c_char_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_ulong, ctypes.c_char_p)
_libc.madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
_libc.prctl.argtypes = (ctypes.c_int, ctypes.c_ulong, ctypes.c_ulong, ctypes.c_ulong, ctypes.c_ulong)


_CLONE = {"x86_64": 56, "aarch64": 220}
_holding = ctypes.PyDLL(None, use_errno=True)
_holding.syscall.restype = ctypes.c_long


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def fork_into(flags: int) -> int:
    """As os.fork(), with the child born in new namespaces: one fork instead of unshare and two.

    The child's libc still has its parent's thread id in mind. That matters to nobody but abort() there; a child of the
    child, made by os.fork(), has its own again.

    :raises NotImplementedError: on a machine whose number of the system call is not known here.
    """
    number = _CLONE.get(platform.machine())
    if number is None or sys.maxsize < 2**32:
        raise NotImplementedError
    python = ctypes.pythonapi
    python.PyOS_BeforeFork()
    # Through PyDLL, which keeps the interpreter's lock: nothing of Python may run between.
    pid: int = _holding.syscall(number, ctypes.c_ulong(flags | signal.SIGCHLD), None, None, None, None)
    number = ctypes.get_errno()
    if pid == 0:
        python.PyOS_AfterFork_Child()
    else:
        python.PyOS_AfterFork_Parent()
    if pid == -1:
        raise OSError(number, f"clone: {os.strerror(number)}")
    return pid


def unshare(flags: int) -> None:
    _check(_libc.unshare(ctypes.c_int(flags)), "unshare")


def mount(source: str | None, target: str, kind: str | None, flags: int, options: str | None = None) -> None:
    _check(_libc.mount(_c(source), _c(target), _c(kind), flags, _c(options)), f"mount {target}")


def populate(start: int, length: int) -> bool:
    """Have all pages of this memory as if each had been written to; False where that cannot be done."""
    return bool(_libc.madvise(start, length, _MADV_POPULATE_WRITE) == 0)


def prctl(option: int, first: int = 0, second: int = 0) -> None:
    _check(_libc.prctl(option, first, second, 0, 0), f"prctl {option}")


def drop_capabilities() -> None:
    """All of them, for good: from the bounding set too, so that no later exec can bring one back."""
    for number in range(64):
        try:
            prctl(PR_CAPBSET_DROP, number)
        except OSError as problem:
            if problem.errno != errno.EINVAL or number < _CAPABILITIES_AT_LEAST:
                raise
            break  # this kernel has no more
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL)
    version_3 = struct.pack("=II", 0x20080522, 0)
    _check(_libc.capset(ctypes.c_char_p(version_3), ctypes.c_char_p(bytes(24))), "capset")


def filter_system_calls(program: bytes) -> None:
    """Install `program`, made by libseccomp, for this thread and all that it starts. Needs no_new_privs."""
    described = _Program(len(program) // 8, program)
    _check(
        _libc.prctl(
            PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.cast(ctypes.byref(described), ctypes.c_void_p).value, 0, 0
        ),
        "seccomp",
    )


def loopback_up() -> None:
    request = struct.pack("16sh14x", b"lo", 1 | 64)  # IFF_UP | IFF_RUNNING
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        fcntl.ioctl(sock, 0x8914, request)  # SIOCSIFFLAGS


def _c(text: str | None) -> bytes | None:
    return None if text is None else text.encode()


def _check(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
