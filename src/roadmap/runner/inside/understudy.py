"""The main process of a sandbox, forked while nobody waits for it: all that is missing is what it is for."""

from __future__ import annotations

import os
import select
import socket
from functools import partial
from typing import Any, NoReturn

from . import becoming, pages, roles, wire


class Understudy:
    """Used by an init. Whoever is not engaged ends with the line on which it waits."""

    def __init__(self, control: socket.socket, system_calls: bytes, *, own_pages: bool) -> None:
        self._line, theirs = socket.socketpair()
        self._pid = os.fork()
        if self._pid == 0:
            self._line.close()
            _wait(theirs, control, system_calls, own_pages=own_pages)
        theirs.close()

    def engage(self, job: dict[str, Any], descriptors: list[int]) -> int:
        """The number of the process that is now the main one of `job`, and holds these descriptors as well."""
        with self._line:
            socket.send_fds(self._line, [b"d"], descriptors)
            wire.send(self._line, job)
        return self._pid

    def dismiss(self) -> None:
        self._line.close()


def _wait(line: socket.socket, control: socket.socket, system_calls: bytes, *, own_pages: bool) -> NoReturn:
    try:
        if own_pages:
            pages.own(lambda: bool(select.select([line], [], [], 0)[0]))
        message, descriptors, _, _ = socket.recv_fds(line, 1, 16)
        job = wire.receive(line) if message else None
        if job is None:
            os._exit(0)
        line.close()
        # Its init has furnished the mounts of both meanwhile.
        os.chdir("/work")
        role = job["role"]
        walls = becoming.Walls(job["limits"], roles.system_calls(job, system_calls), set(descriptors))
        becoming.become(partial(roles.main, role, job, descriptors), walls, control, roles.output(role))
    except BaseException:
        becoming.report_fault(control)
    finally:
        os._exit(1)
