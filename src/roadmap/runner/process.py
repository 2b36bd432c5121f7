"""One program of a run, seen from outside: its sandbox, its pipes and the line on which it says that it is up."""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Iterator
from typing import Any

from roadmap.runner.folder import RunFolder
from roadmap.runner.party import Party
from roadmap.runner.plans import Cast

STREAMS = ("stdout", "stderr")


class Process:
    """`streams` and `line` are those of its present start: a check can end a program and start it again."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.streams: dict[str, Any] = {}
        self.line: socket.socket | None = None
        self.awaited = False
        """The judge has asked for it to be started again, and waits for it to be up."""
        self._party: Party | None = None

    @property
    def name(self) -> str:
        return self.cast.name

    @property
    def party(self) -> Party:
        assert self._party is not None, "it has been started"  # noqa: S101
        return self._party

    @party.setter
    def party(self, party: Party) -> None:
        self._party = party

    @property
    def started(self) -> bool:
        return self._party is not None

    @property
    def present(self) -> bool:
        """Whether its sandbox is there, whatever runs in it."""
        return self._party is not None and not self._party.gone

    @property
    def heard(self) -> list[Any]:
        return [*self.streams.values(), *([self.line] if self.line else [])]

    @contextlib.contextmanager
    def opened(self, folder: RunFolder) -> Iterator[list[int]]:
        """Everything for a start, and the ends that are the program's: sent within the block, and closed after it.

        Only the program holds these then, so that its end is seen on each of them.
        """
        self.close()
        pipes = {stream: os.pipe() for stream in STREAMS}
        self.line, line = socket.socketpair()
        for stream, (read, _) in pipes.items():
            os.set_blocking(read, False)
            self.streams[stream] = open(read, "rb", buffering=0)  # noqa: SIM115, PTH123
        theirs: list[socket.socket] = [line]
        try:
            theirs += [folder.listener(name) for name in self.cast.sockets]
            yield [*(write for _, write in pipes.values()), *(each.fileno() for each in theirs)]
        finally:
            for each in theirs:
                each.close()
            for _, write in pipes.values():
                os.close(write)

    def close(self) -> None:
        for thing in self.heard:
            thing.close()
        self.streams, self.line = {}, None
