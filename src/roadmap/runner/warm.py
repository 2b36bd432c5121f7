"""A warm process as seen from the supervisor: started on first use, asked for forks, started again when it has died."""

from __future__ import annotations

import contextlib
import logging
import select
import socket
import subprocess
import threading
import time
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from roadmap.runner import sandbox
from roadmap.runner.folder import Folder
from roadmap.runner.inside import wire
from roadmap.runner.memory import tree_bytes
from roadmap.runner.runner import WarmProcess
from roadmap.runner.runtimes import RuntimeProblem, base_prefix

log = logging.getLogger("roadmap.runner")

_PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a warm process is made from."""

    name: str
    path: Path
    preload: Sequence[str]
    warmup: str
    programs: Sequence[str] = ()
    """Modules that adapters of programs import; those that the runtime does not have are left out."""
    spares: int = 1
    """How many forks stand ready for runs to come."""
    servers: int = 0
    """How many more stand ready for services of theirs, without memory of their own: a server would only discard it."""


class Warm:
    """One warm process. Safe to use from several threads."""

    def __init__(self, recipe: Recipe, folder: Folder, nursery: ThreadPoolExecutor) -> None:
        """:param nursery: one long-lived thread. The kernel ties a sandbox's life to the thread that started it."""
        self._recipe = recipe
        self._folder = folder
        self._nursery = nursery
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None
        self._starts = 0
        self._spares: deque[socket.socket] = deque()
        self._servers: deque[socket.socket] = deque()

    @property
    def pid(self) -> int | None:
        """Of its bubblewrap, while it lives."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def look(self) -> WarmProcess:
        """How it is. Does not wait for one that is being started."""
        pid = self.pid
        restarts = max(0, self._starts - 1)
        return WarmProcess(self._recipe.name, pid is not None, tree_bytes(pid) if pid else 0, restarts)

    def start(self) -> None:
        """:raises RuntimeProblem: it does not get ready."""
        with self._lock:
            self._ensure()

    def fork(self) -> socket.socket:
        """A fresh init: one that stands ready, or else one made now. The socket is the line to it.

        :raises RuntimeProblem: no warm process can be had.
        """
        return self._fork(self._spares, self._servers)

    def fork_server(self) -> socket.socket:
        """As `fork`, for an init that will keep a server."""
        return self._fork(self._servers, self._spares)

    def _fork(self, *ready: deque[socket.socket]) -> socket.socket:
        with self._lock:
            for attempt in (1, 2):
                self._ensure()
                for spares in ready:
                    while spares:
                        spare = spares.popleft()
                        if not _hung_up(spare):
                            return spare
                        spare.close()
                try:
                    return self._ask(wire.LEAN)
                except OSError:
                    log.warning("warm process %s is gone (%s): starting another", self._recipe.name, attempt)
                    self._end()
        raise RuntimeProblem(f"the warm process of runtime {self._recipe.name!r} dies as soon as it is started")

    def replenish(self, *, quiet: bool) -> None:
        """Have spares made for the next runs, without waiting for them.

        :param quiet: whether nobody waits for a verdict: then there is time to give them memory of their own.
        """
        with self._lock, contextlib.suppress(OSError):
            while self.pid is not None and len(self._spares) < self._recipe.spares:
                self._spares.append(self._ask(wire.READY if quiet else wire.LEAN))
            while self.pid is not None and len(self._servers) < self._recipe.servers:
                self._servers.append(self._ask(wire.LEAN))

    def settle(self) -> None:
        """Wait until the spares that were asked for stand ready."""
        with self._lock:
            for spare in (*self._spares, *self._servers):
                select.select([spare], [], [], _PATIENCE)

    def _ask(self, kind: bytes) -> socket.socket:
        """Ask for a fork. It is nobody's yet: it has namespaces of its own, and waits to hear what it is for."""
        assert self._line is not None  # noqa: S101
        ours, theirs = socket.socketpair()
        try:
            socket.send_fds(self._line, [kind], [theirs.fileno()])
        except OSError:
            ours.close()
            raise
        finally:
            theirs.close()
        return ours

    def close(self) -> None:
        with self._lock:
            self._end()

    def _ensure(self) -> socket.socket:
        if self._line is not None and self.pid is not None:
            return self._line
        self._end()
        began = time.monotonic()
        self._starts += 1
        self._process, self._line = self._nursery.submit(self._spawn).result()
        try:
            self._greet(self._line)
        except BaseException:
            self._end()
            raise
        log.info("warm process %s: ready after %.2f s", self._recipe.name, time.monotonic() - began)
        return self._line

    def _spawn(self) -> tuple[subprocess.Popen[bytes], socket.socket]:
        ours, theirs = socket.socketpair()
        base = base_prefix()
        with theirs, self._errors.open("wb") as errors:
            try:
                process = subprocess.Popen(
                    sandbox.command(self._folder, self._recipe.path, base, theirs.fileno()),
                    stdin=subprocess.DEVNULL,
                    stdout=errors,
                    stderr=errors,
                    pass_fds=(theirs.fileno(),),
                    cwd="/",
                    **sandbox.as_user(),
                )
            except OSError as problem:
                ours.close()
                raise RuntimeProblem(f"bubblewrap cannot be started: {problem}") from None
        return process, ours

    def _greet(self, line: socket.socket) -> None:
        line.settimeout(_PATIENCE)
        try:
            recipe = self._recipe
            order = {"preload": list(recipe.preload), "programs": list(recipe.programs), "warmup": recipe.warmup}
            wire.send(line, order)
            answer = wire.receive(line)
        except OSError as problem:
            answer = {"problem": str(problem)}
        if answer is None or "ready" not in answer:
            told = answer["problem"] if answer else self._errors.read_text(errors="replace")[-2000:].strip()
            raise RuntimeProblem(f"the warm process of runtime {self._recipe.name!r} does not get ready: {told}")

    @property
    def _errors(self) -> Path:
        return self._folder.path / f"{self._recipe.name}.log"

    def _end(self) -> None:
        for spares in (self._spares, self._servers):
            while spares:
                spares.pop().close()
        if self._line is not None:
            self._line.close()
            self._line = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


def _hung_up(line: socket.socket) -> bool:
    poller = select.poll()
    poller.register(line, select.POLLRDHUP | select.POLLHUP)
    return bool(poller.poll(0))
