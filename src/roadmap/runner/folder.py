"""The supervisor's folder: what sandboxes see of us, and a folder for each run in which its parties meet."""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import shutil
import socket
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from roadmap.runner import cgroups
from roadmap.runner.seccomp import filter_program

_PREFIX = "roadmap-runner-"
_ETC = {
    "passwd": "learner:x:1000:1000:learner:/work:/bin/sh\n",
    "group": "learner:x:1000:\n",
    "hosts": "127.0.0.1 localhost sandbox\n::1 localhost\n",
    "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
}


class Folder:
    """A fresh folder in the machine's temporary one. Whoever may enter it sees nothing listed."""

    def __init__(self, uid: int) -> None:
        """:raises OSError: there is no folder that the user `uid` could enter, or no system call filter."""
        self._uid = uid
        remove_stale()
        self.path = Path(tempfile.mkdtemp(prefix=_PREFIX))
        self._lock = (self.path / "lock").open("w")
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        self.path.chmod(0o711)
        self.code, self.etc, self.runs = (self.path / name for name in ("code", "etc", "runs"))
        self.runs.mkdir()
        self.runs.chmod(0o711)
        self._fill_code()
        self._fill_etc()
        self.cgroups = cgroups.find()

    def _fill_code(self) -> None:
        package = self.code / "roadmap_inside"
        package.mkdir(parents=True)
        for source in sorted((Path(__file__).parent / "inside").glob("*.py")):
            (package / source.name).write_bytes(source.read_bytes())
        (self.code / "filter.bpf").write_bytes(filter_program())
        (self.code / "filter-postgres.bpf").write_bytes(filter_program("postgres"))
        _readable(self.code)

    def _fill_etc(self) -> None:
        self.etc.mkdir()
        for name, text in _ETC.items():
            (self.etc / name).write_text(text)
        with contextlib.suppress(OSError):
            shutil.copy("/etc/ld.so.cache", self.etc / "ld.so.cache")
        _readable(self.etc)

    def new_run(self) -> RunFolder:
        return RunFolder(self.runs / secrets.token_hex(8), self._uid, self.cgroups)

    def remove(self) -> None:
        if self.cgroups is not None:
            self.cgroups.close()
        shutil.rmtree(self.path, ignore_errors=True)
        self._lock.close()


class RunFolder:
    """Where the parties of one run meet: sockets of its programs, made by us, and those of its services.

    And their control groups, which are folders, too.
    """

    def __init__(self, path: Path, uid: int, places: cgroups.Cgroups | None = None) -> None:
        self._places = places
        self._cgroups: list[cgroups.Cgroup] = []
        self.name = path.name
        self._path = path
        self._uid = uid
        path.mkdir(mode=0o711)

    def add_service(self, name: str) -> None:
        """A folder for the socket of the service `name`, which makes it itself."""
        folder = self._path / name
        folder.mkdir(mode=0o711)
        if os.geteuid() == 0:
            os.chown(folder, self._uid, self._uid)

    def listener(self, name: str) -> socket.socket:
        """A listening socket. Made out here, the program needs no folder that it shares with its judge."""
        listener = socket.socket(socket.AF_UNIX)
        (self._path / name).unlink(missing_ok=True)
        folder = os.open(self._path, os.O_PATH)
        try:
            # Through the descriptor, as a socket's path may have 107 characters only.
            listener.bind(f"/proc/self/fd/{folder}/{name}")
        finally:
            os.close(folder)
        (self._path / name).chmod(0o666)
        listener.listen(128)
        return listener

    def cgroup(self, limits: Mapping[str, Any]) -> cgroups.Cgroup | None:
        """One with these limits for a sandbox of the run, where this machine lets us make some."""
        name = f"{self.name}-{len(self._cgroups) + 1}"
        found = self._places.new(name, limits) if self._places is not None else None
        if found is not None:
            self._cgroups.append(found)
        return found

    def not_entered(self, why: str) -> None:
        """A sandbox could not enter its control group: the kernel is too old for that."""
        if self._places is not None:
            self._places.give_up(why)

    def remove(self) -> None:
        """Once all that ran here has ended."""
        for cgroup in self._cgroups:
            cgroup.remove()
        shutil.rmtree(self._path, ignore_errors=True)


def remove_stale() -> None:
    """What supervisors that were killed have left: their folders, known by a lock that nobody holds."""
    for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            _remove_if_stale(path)


def _remove_if_stale(path: Path) -> None:
    # Anybody may make a folder of that name there.
    if path.is_symlink() or path.stat().st_uid != os.geteuid():
        return
    with (path / "lock").open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(path, ignore_errors=True)


def _readable(folder: Path) -> None:
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
