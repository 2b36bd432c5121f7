"""redis-server: no port, no snapshots but the one that an observation starts from and leaves."""

from __future__ import annotations

import base64
import contextlib
import os
import socket
from typing import Any

from .service import Service

_STATE = "/work/dump.rdb"
_LARGEST_STATE = 1024 * 1024


class RedisService(Service):
    socket = "/run/redis/redis.sock"

    def __init__(self, job: dict[str, Any], descriptors: list[int]) -> None:
        super().__init__(job, descriptors)
        self._state = base64.b64decode(job["state"])

    @property
    def command(self) -> list[str]:
        return [
            self.binary,
            *("--port", "0", "--unixsocket", self.socket, "--unixsocketperm", "666"),
            *("--dir", "/work", "--save", "", "--daemonize", "no", "--logfile", ""),
            *("--databases", "16", "--maxclients", "64", "--maxmemory", "64mb", "--stop-writes-on-bgsave-error", "no"),
        ]

    def prepare(self) -> None:
        """What an earlier run left, if anything, is what the server finds."""
        if self._state:
            with open(_STATE, "wb") as file:
                file.write(self._state)

    def answers(self, pid: int) -> bool:
        return self._ask(b"PING\r\n").startswith(b"+PONG")

    def save(self) -> str | None:
        """None where the data cannot be had, or is too large to keep."""
        with contextlib.suppress(OSError):
            self._ask(b"CONFIG SET rdbcompression yes\r\n")
            if self._ask(b"SAVE\r\n").startswith(b"+OK") and os.path.getsize(_STATE) <= _LARGEST_STATE:
                with open(_STATE, "rb") as file:
                    return base64.b64encode(file.read(_LARGEST_STATE)).decode()
        return None

    def _ask(self, command: bytes) -> bytes:
        with socket.socket(socket.AF_UNIX) as sock:
            sock.settimeout(2)
            sock.connect(self.socket)
            sock.sendall(command)
            return sock.recv(1024)
