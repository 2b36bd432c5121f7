"""What a program's adapter is given to turn a learner's files into something that runs."""

from __future__ import annotations

import importlib
import socket
import threading
from collections.abc import Callable
from typing import Any

from . import calls


class Program:
    """The argument of an adapter's `serve(program)`.

    `serve` is called once, in the main thread of the learner's process, in their folder. It gets the program going,
    says `ready()` and then runs it: when it returns or raises, the program has ended. What it raises before it is ready
    is told to the learner, with their own traceback.
    """

    def __init__(self, job: dict[str, Any], listener: socket.socket, call: socket.socket, ready: Callable[[], None]):
        self.entry: str = job["entry"]
        """`module:name` or `module:factory()`; empty for programs without an entry."""
        self.files = tuple(job["names"])
        self.listener = listener
        """A listening Unix socket: what `http` and `websocket` connect to."""
        self._call = call
        self._probe: str | None = job["probe"]
        self._ready = ready

    @property
    def modules(self) -> tuple[str, ...]:
        """Names of the learner's top-level modules."""
        return tuple(name[:-3] for name in self.files if name.endswith(".py") and "/" not in name)

    def load(self) -> Any:
        """What the entry names, its module imported; of a factory, what it returns."""
        module, _, name = self.entry.partition(":")
        found: Any = importlib.import_module(module)
        for part in name.removesuffix("()").split("."):
            found = getattr(found, part)
        return found() if name.endswith("()") else found

    def ready(self) -> None:
        """Say that the program is up: checks begin. Calls and probes are answered in a thread from now on."""
        threading.Thread(target=calls.serve, args=(self._call, self._probe), daemon=True).start()
        self._ready()

    def answer_calls(self) -> None:
        """Instead of `ready()`: be up, and do nothing but answer calls and probes, in this thread. Never returns."""
        self.listener.close()
        self._ready()
        calls.serve(self._call, self._probe)
