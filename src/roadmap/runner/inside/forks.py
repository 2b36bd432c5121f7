"""Forking on request: what a warm process does for the runs of a runtime, and a room for the programs of one run."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable

from . import namespaces, wire

Init = Callable[[socket.socket, bytes, bool], None]


def serve(line: socket.socket, system_calls: bytes, init: Init, report_fault: Callable[[socket.socket], None]) -> None:
    """For each request on `line`, which brings one descriptor, a fork that becomes `init` in a world of its own.

    `init` gets that descriptor's socket, the filter, and whether it is to be ready.
    """
    # Nobody needs to wait for the inits of runs: the supervisor knows of their end by itself.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        message, descriptors, _, _ = socket.recv_fds(line, 16, 1)
        if not message:
            return
        control = socket.socket(fileno=descriptors[0])

        def become(control: socket.socket = control, ready: bool = message == wire.READY) -> None:
            line.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            init(control, system_calls, ready)

        def fault(control: socket.socket = control) -> None:
            report_fault(control)

        try:
            namespaces.spawn(become, fault)
        except OSError:
            report_fault(control)
        finally:
            control.close()
