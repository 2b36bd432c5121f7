"""A real server for one run, kept by the init of a sandbox of its own: what every kind of it has in common."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, NoReturn

LOG = "/work/service.log"
"""What the server prints, and what keeps it from being executed at all."""

_LARGEST_LOG = 8 * 1024
_PAUSE = 0.0005
"""Seconds between two questions whether it is up."""


class Service(ABC):
    """Command line, readiness and state of a server.

    `stop_signal` asks it to end, as an operator would. `socket` is where it listens, in the folder of the run.
    """

    stop_signal = signal.SIGTERM
    socket: str

    def __init__(self, job: dict[str, Any], descriptors: list[int]) -> None:
        """:param descriptors: what the supervisor sent along; the init closes them once `prepare` is done."""
        self.binary: str = job["binary"]
        self.descriptors = descriptors

    @property
    @abstractmethod
    def command(self) -> list[str]:
        """What is executed."""

    @abstractmethod
    def answers(self, pid: int) -> bool:
        """Whether the server, process `pid`, takes requests. May raise OSError for a no."""

    def prepare(self) -> None:
        """Once, before the first start: the files that the server finds."""
        return

    def save(self) -> str | None:
        """Base64 of what a later run can start from, or None where there is no such thing."""
        return None

    def spawn(self, start: Callable[[], int]) -> int:
        """Have its process started; its number."""
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self.socket)
        return start()

    def execute(self) -> NoReturn:
        """Be the server in this process, to its end."""
        command = self.command
        os.execve(command[0], command, {"PATH": "/usr/bin:/bin", "HOME": "/work", "LANG": "C.UTF-8"})

    def wait_until_up(self, pid: int, seconds: float = 5.0) -> dict[str, Any]:
        """Whether the server, process `pid`, answers; if not, with what it has logged."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and not _has_ended(pid):
            with contextlib.suppress(OSError):
                if self.answers(pid):
                    return {"up": True}
            time.sleep(_PAUSE)
        return {"up": False, "log": self.log()}

    def log(self) -> str:
        with contextlib.suppress(OSError), open(LOG, "rb") as file:
            file.seek(max(0, os.path.getsize(LOG) - _LARGEST_LOG))
            return file.read(_LARGEST_LOG).decode("utf-8", "replace")
        return ""


def _has_ended(pid: int) -> bool:
    """Without reaping it: that is the init's own business."""
    try:
        return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    except ChildProcessError:
        return True
