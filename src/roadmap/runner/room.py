"""The work folder that several programs of one run share, and the process that holds it."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from typing import Any

from roadmap.runner.inside import wire
from roadmap.runner.party import Fault, Party
from roadmap.runner.warm import Warm


class Room:
    """A fork of the warm process with one folder in memory, which it hands down to the sandboxes that it forks."""

    def __init__(self, warm: Warm, plan: Mapping[str, Any]) -> None:
        """:raises Fault: it cannot be made."""
        self.party = Party("room", warm.fork, plan, [])

    def fork(self) -> socket.socket:
        """As a warm process's: a fresh init; the socket is the line to it.

        :raises Fault: the room is gone.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                socket.send_fds(self.party.line, [wire.LEAN], [theirs.fileno()])
            except OSError as problem:
                ours.close()
                raise Fault(f"the room of the programs is gone: {problem}") from None
        return ours
