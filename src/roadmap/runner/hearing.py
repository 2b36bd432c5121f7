"""What a run listens to: pipes of programs, and lines on which messages come, from ends that may lie."""

from __future__ import annotations

import selectors
import socket
from collections.abc import Callable
from functools import partial
from typing import Any

from roadmap.runner.inside import wire

_AT_ONCE = 1 << 16


class Hearing:
    """One selector, and for each thing in it what to do when there is something to hear."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()

    def add(self, thing: Any, heard: Callable[[], None]) -> None:
        self._selector.register(thing, selectors.EVENT_READ, heard)

    def add_stream(self, file: Any, printed: Callable[[bytes], None]) -> None:
        """A pipe, which is forgotten at its end."""
        self.add(file, partial(self._hear_stream, file, printed))

    def add_line(
        self, line: socket.socket, limit: int, hear: Callable[[Any], None], babble: Callable[[], None]
    ) -> None:
        """A line of messages of at most `limit` bytes; what is not one, or none that `hear` knows, is `babble`."""
        self.add(line, partial(self._hear_line, line, wire.Framer(limit), hear, babble))

    def forget(self, thing: Any) -> None:
        if thing in self._selector.get_map():
            self._selector.unregister(thing)

    def turn(self, seconds: float, is_over: Callable[[], bool]) -> None:
        """Whatever can be heard within `seconds`, or until it is over."""
        for key, _ in self._selector.select(seconds):
            # What was heard before may have ended the listening to another one that is ready, too.
            if key.fileobj in self._selector.get_map():
                key.data()
            if is_over():
                return

    def drain(self, *things: Any) -> None:
        """What was written before an end must count, in whatever order the news arrive."""
        for thing in things:
            with selectors.DefaultSelector() as ready:
                if thing in self._selector.get_map():
                    ready.register(thing, selectors.EVENT_READ)
                while thing in self._selector.get_map() and ready.select(0):
                    self._selector.get_key(thing).data()

    def close(self) -> None:
        self._selector.close()

    def _hear_stream(self, file: Any, printed: Callable[[bytes], None]) -> None:
        data = file.read(_AT_ONCE)
        if data == b"":
            self._selector.unregister(file)
        elif data:
            printed(data)

    def _hear_line(
        self, line: socket.socket, frames: wire.Framer, hear: Callable[[Any], None], babble: Callable[[], None]
    ) -> None:
        try:
            data = line.recv(_AT_ONCE)
        except OSError:
            data = b""
        if not data:
            self._selector.unregister(line)
            return
        try:
            for message in frames.feed(data):
                hear(message)
        except (wire.Malformed, KeyError, TypeError, AttributeError):
            self.forget(line)
            babble()
