"""A real redis-server for one run, on a Unix socket, kept by the init of a sandbox of its own."""

from __future__ import annotations

import base64
import contextlib
import os
import socket
import time
from collections.abc import Callable
from typing import Any

_SOCKET = "/run/redis/redis.sock"
_STATE = "/work/dump.rdb"
_LOG = "/work/redis.log"
_LARGEST_STATE = 1024 * 1024
_LARGEST_LOG = 8 * 1024


class RedisService:
    """Command line, readiness and state of the server."""

    def __init__(self, job: dict[str, Any]) -> None:
        self._command = [
            job["binary"],
            *("--port", "0", "--unixsocket", _SOCKET, "--unixsocketperm", "666"),
            *("--dir", "/work", "--save", "", "--daemonize", "no", "--logfile", _LOG),
            *("--databases", "16", "--maxclients", "64", "--maxmemory", "64mb", "--stop-writes-on-bgsave-error", "no"),
        ]
        self._state = base64.b64decode(job["state"])

    def start(self) -> None:
        """What an earlier run left, if anything, is what the server finds."""
        if self._state:
            with open(_STATE, "wb") as file:
                file.write(self._state)

    def spawn(self, become: Callable[[list[str]], None]) -> int:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(_SOCKET)
        pid = os.fork()
        if pid == 0:
            become(self._command)
        return pid

    def wait_until_up(self, pid: int, seconds: float = 5.0) -> dict[str, Any]:
        """Whether the server, process `pid`, answers; if not, with what it has logged."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and not _has_ended(pid):
            with contextlib.suppress(OSError):
                if self._ask(b"PING\r\n").startswith(b"+PONG"):
                    return {"up": True}
            time.sleep(0.002)
        return {"up": False, "log": self._log()}

    def save(self) -> str | None:
        """Base64 of the server's data, or None where it cannot be had or is too large to keep."""
        with contextlib.suppress(OSError):
            self._ask(b"CONFIG SET rdbcompression yes\r\n")
            if self._ask(b"SAVE\r\n").startswith(b"+OK") and os.path.getsize(_STATE) <= _LARGEST_STATE:
                with open(_STATE, "rb") as file:
                    return base64.b64encode(file.read(_LARGEST_STATE)).decode()
        return None

    def _log(self) -> str:
        with contextlib.suppress(OSError), open(_LOG, "rb") as file:
            file.seek(max(0, os.path.getsize(_LOG) - _LARGEST_LOG))
            return file.read(_LARGEST_LOG).decode("utf-8", "replace")
        return ""

    def _ask(self, command: bytes) -> bytes:
        with socket.socket(socket.AF_UNIX) as sock:
            sock.settimeout(2)
            sock.connect(_SOCKET)
            sock.sendall(command)
            return sock.recv(1024)


def _has_ended(pid: int) -> bool:
    """Without reaping it: that is the init's own business."""
    try:
        return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    except ChildProcessError:
        return True
