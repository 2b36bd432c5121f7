"""The last steps of a process of ours before it is what a run is for: walls up, nothing open, and no way back."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

from . import confine, wire

NOWHERE = "/dev/null"


@dataclass(frozen=True)
class Walls:
    """What is put up: `limits`, the system call filter, and which descriptors are left beside 0, 1 and 2."""

    limits: dict[str, Any]
    system_calls: bytes
    keep: set[int]


def become(main: Callable[[], object], walls: Walls, control: socket.socket, output: str = NOWHERE) -> NoReturn:
    """Put up the walls around this process and run `main` in it.

    :param control: the line to the supervisor, for a wall that cannot be put up. `main` does not have it.
    :param output: the file to which what it prints goes, until it says otherwise.
    """
    try:
        os.setsid()
        os.dup2(os.open(NOWHERE, os.O_RDONLY), 0)
        printed = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        for standard in (1, 2):
            os.dup2(printed, standard)
        try:
            confine.confine(walls.limits, walls.system_calls)
        except OSError:
            report_fault(control)
            raise
        confine.keep_descriptors(walls.keep)
        main()
    except BaseException:
        with contextlib.suppress(BaseException):
            sys.stderr.write(traceback.format_exc())
            sys.stderr.flush()
    finally:
        os._exit(70)


def report_fault(control: socket.socket) -> None:
    """Tell the supervisor of the exception that is being handled: something of ours is broken."""
    with contextlib.suppress(OSError):
        wire.send(control, {"fault": traceback.format_exc(limit=-6)[-3000:]})
