"""One dispatching process for each data folder: a lock that dies with the process that holds it."""

from __future__ import annotations

import fcntl
import os
import re
import secrets
from pathlib import Path
from threading import Lock

_held: set[Path] = set()
_guard = Lock()


class DispatchLock:
    """The lock, and in its file the permanent name under which this data folder dispatches.

    A POSIX record lock, not flock(): that one is inherited by every forked child, and a sandbox that outlives a killed
    server would keep the next one from starting. The price is that the kernel does not see two holders inside one
    process, and that closing any descriptor of the file lets go; so this module keeps the count of its own process.
    """

    def __init__(self, folder: Path) -> None:
        self._path = (folder / "dispatcher.lock").resolve()
        self._descriptor: int | None = None
        self.identity = ""

    def acquire(self) -> bool:
        """Take the lock, without waiting; False while another holds it."""
        if self._descriptor is not None:
            return True
        with _guard:
            if self._path in _held:
                return False
            self._path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(descriptor)
                return False
            except PermissionError:  # POSIX allows EACCES for "held by another"
                os.close(descriptor)
                return False
            self._descriptor = descriptor
            _held.add(self._path)
        self.identity = self._read_identity(descriptor)
        return True

    def release(self) -> None:
        with _guard:
            if self._descriptor is not None:
                os.close(self._descriptor)
                self._descriptor = None
                _held.discard(self._path)

    @staticmethod
    def _read_identity(descriptor: int) -> str:
        name = os.pread(descriptor, 32, 0).decode("ascii", "replace")
        if not re.fullmatch(r"[0-9a-f]{32}", name):
            name = secrets.token_hex(16)
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, name.encode(), 0)
        return name
