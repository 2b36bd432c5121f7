"""The last walls, put up by a process around itself just before it runs what nobody trusts."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
from typing import Any

from . import kernel

MB = 1024 * 1024


def confine(limits: dict[str, Any], system_calls: bytes) -> None:
    """Limits, no capabilities, no way to get any, and the system call filter: for good."""
    for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
        signal.signal(number, signal.SIG_DFL)
    # As Python itself starts: both become exceptions.
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.umask(0o022)
    # The init is not dumpable, so that nobody looks into it. A program's own /proc/self is its own.
    kernel.prctl(kernel.PR_SET_DUMPABLE, 1)
    # Should the machine run out of memory, the kernel takes the learner's program and not its init.
    with open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")
    for what, bound in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, limits["open_files"]),
        (resource.RLIMIT_FSIZE, limits["work_mb"] * MB),
        (resource.RLIMIT_NPROC, limits["processes"] + 1),  # the init counts as well
        (resource.RLIMIT_CPU, int(limits["cpu_seconds"]) + 2),
        (resource.RLIMIT_MEMLOCK, 64 * 1024),
        (resource.RLIMIT_MSGQUEUE, 0),
        # A backstop for what the init's watch is too slow for; threads reserve far more than they use.
        (resource.RLIMIT_AS, (limits["memory_mb"] * 4 + 1024) * MB),
    ):
        resource.setrlimit(what, (bound, bound))
    kernel.drop_capabilities()
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    kernel.filter_system_calls(system_calls)


def keep_descriptors(keep: set[int]) -> None:
    """Close every descriptor that is not in `keep` or 0, 1, 2."""
    for name in os.listdir("/proc/self/fd"):
        if int(name) not in keep | {0, 1, 2}:
            # One of them listed the folder and is closed already.
            with contextlib.suppress(OSError):
                os.close(int(name))
