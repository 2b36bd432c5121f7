"""One sandbox of a run, as seen from outside: its init's line, its end, and what it says."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from roadmap.runner.cgroups import Cgroup
from roadmap.runner.inside import wire

_SEND_PATIENCE = 5.0


class Fault(Exception):
    """Our own machinery failed: the learner must not pay for it."""


class ServiceDown(Fault):
    """A service of the run, a server that we start for it, does not start. `log` is what it said itself."""

    def __init__(self, service: str, log: str) -> None:
        self.service, self.log = service, log
        super().__init__(f"{service} does not start: {self.last_words}")

    @property
    def last_words(self) -> str:
        return next((line for line in reversed(self.log.splitlines()) if line.strip()), "it logged nothing")


Fork = Callable[[], socket.socket]
"""Of a warm process, or of a room of one."""


class Party:
    """The init of one sandbox and all that runs below it."""

    def __init__(
        self,
        name: str,
        fork: Fork,
        job: Mapping[str, Any],
        descriptors: Sequence[int],
        cgroup: Cgroup | None = None,
    ) -> None:
        """:raises Fault: it cannot be started."""
        self.name = name
        self.cgroup = cgroup
        self._frames = wire.Framer()
        self._pidfd: int | None = None
        self.gone = False
        self.line = fork()
        self.line.settimeout(_SEND_PATIENCE)
        doors: list[int] = []
        try:
            doors += cgroup.doors() if cgroup is not None else []
            socket.send_fds(self.line, [b"d"], [*descriptors, *doors])
            wire.send(self.line, {**job, "doors": len(doors)})
        except OSError as problem:
            try:
                # It hung up before it was told anything; it may have said why.
                self.read()
            finally:
                self.line.close()
            raise Fault(f"{name}: the sandbox does not take its job: {problem}") from None
        finally:
            for door in doors:
                os.close(door)

    def read(self) -> list[dict[str, Any]]:
        """What the init said, when there is something to read. Its end of the line closed makes it `gone`."""
        try:
            data, descriptors, _, _ = socket.recv_fds(self.line, 1 << 16, 2, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return []
        except OSError:
            data, descriptors = b"", []
        for descriptor in descriptors:
            if self._pidfd is not None:
                os.close(descriptor)
            else:
                self._pidfd = descriptor
        if not data:
            self.gone = True
            return []
        messages = self._frames.feed(data)
        for message in messages:
            if "fault" in message:
                raise Fault(f"{self.name}: {message['fault']}")
        return messages

    def order(self, what: str, **how: Any) -> None:
        with contextlib.suppress(OSError):
            wire.send(self.line, {"do": what, **how})

    def start_again(self, descriptors: Sequence[int]) -> None:
        """What it ran has been ended, by an order: run it anew, with these."""
        self.order("start")
        with contextlib.suppress(OSError):
            socket.send_fds(self.line, [b"d"], list(descriptors))

    def kill(self) -> None:
        """SIGKILL to the init, and with it to all that is left in its namespace."""
        if self._pidfd is not None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
        with contextlib.suppress(OSError):
            # An init that has not said hello yet ends by this.
            self.line.shutdown(socket.SHUT_RDWR)

    def wait(self, seconds: float) -> bool:
        """Whether it ended: the kernel ends an init only after all that it was init of."""
        if self._pidfd is None:
            return True
        poller = select.poll()
        poller.register(self._pidfd, select.POLLIN)
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if poller.poll(left * 1000):
                return True
        return False

    def close(self) -> None:
        self.line.close()
        if self._pidfd is not None:
            os.close(self._pidfd)
            self._pidfd = None
