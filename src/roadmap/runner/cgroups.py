"""Control groups, version 1 or 2, where this process may make some: the kernel's own count of what a run uses.

Without them a run has the limits of `inside.confine` and the watch of its init. What those see late or not at all, a
control group has exact: memory that the kernel keeps for a run, time of processes that nobody waited for.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

log = logging.getLogger("roadmap.runner")

_PREFIX = "roadmap-runner-"
_SPARE_MB = 64
"""Above what the watch allows: the init of a run and what the kernel keeps for it count here as well."""
_WANTED = ("memory", "pids", "cpuacct")


@dataclass(frozen=True, slots=True)
class _Names:
    """What the same things are called in one version."""

    memory: str
    swap: str
    events: str
    time: str
    controllers: tuple[str, ...]
    per_second: float


_V1 = _Names(
    "memory.limit_in_bytes", "memory.memsw.limit_in_bytes", "memory.oom_control", "cpuacct.usage", _WANTED, 1e9
)
_V2 = _Names("memory.max", "memory.swap.max", "memory.events", "cpu.stat", ("",), 1e6)


class Cgroup:
    """That of one sandbox of a run. Its init brings all processes of the run into it, by descriptors of ours."""

    def __init__(self, folders: Mapping[str, Path], names: _Names, limits: Mapping[str, Any]) -> None:
        """:raises OSError: it cannot be made."""
        self._folders = [folders[controller] for controller in names.controllers]
        self._names = names
        self._limits = limits
        try:
            for folder in self._folders:
                folder.mkdir(parents=True)
            self._set("pids.max", limits["processes"] + 1)
            self._set(names.memory, (limits["memory_mb"] + _SPARE_MB) * 1024 * 1024)
            with contextlib.suppress(FileNotFoundError, PermissionError):  # a kernel that does not count swap
                self._set(names.swap, 0 if names is _V2 else (limits["memory_mb"] + _SPARE_MB) * 1024 * 1024)
        except BaseException:
            self.remove()
            raise

    def doors(self) -> list[int]:
        """Descriptors: a process whose number is written to each of them is inside. The caller closes them."""
        return [os.open(folder / "cgroup.procs", os.O_WRONLY) for folder in self._folders]

    def broken_limit(self) -> str:
        """`memory` where the kernel had to kill, `cpu` where more time was used than is allowed; otherwise nothing."""
        if self._kills() > 0:
            return "memory"
        return "cpu" if self._seconds() > self._limits["cpu_seconds"] else ""

    def remove(self) -> None:
        """Once all of its processes have ended; the kernel may need a moment to let go of them."""
        for folder in self._folders:
            end = time.monotonic() + 1
            while folder.is_dir():
                try:
                    folder.rmdir()
                except OSError as problem:
                    if time.monotonic() > end:
                        log.warning("the control group %s stays: %s", folder, problem)
                        break
                    time.sleep(0.001)

    def _kills(self) -> int:
        return int(dict(line.split() for line in self._read(self._names.events).splitlines()).get("oom_kill", 0))

    def _seconds(self) -> float:
        return float(self._read(self._names.time).replace("usage_usec", "").split()[0]) / self._names.per_second

    def _read(self, name: str) -> str:
        return next(self._paths(name)).read_text()

    def _set(self, name: str, value: int) -> None:
        next(self._paths(name)).write_text(str(value))

    def _paths(self, name: str) -> Iterator[Path]:
        """In version 1 each kind of file is in the hierarchy of its own controller."""
        kind = name.partition(".")[0]
        return (
            folder / name
            for folder, controller in zip(self._folders, self._names.controllers, strict=True)
            if controller in ("", kind)
        )


class Cgroups:
    """Where the control groups of this supervisor's runs are made."""

    def __init__(self, bases: Mapping[str, Path], names: _Names) -> None:
        self._bases = dict(bases)
        self._names = names
        self._lock = threading.Lock()
        self._works = True

    @property
    def version(self) -> int:
        return 2 if self._names is _V2 else 1

    def new(self, name: str, limits: Mapping[str, Any]) -> Cgroup | None:
        """For the sandbox `name`; None where it cannot be had any more: then limits and watch are what there is."""
        if not self._works:
            return None
        try:
            return Cgroup({key: base / name for key, base in self._bases.items()}, self._names, limits)
        except OSError as problem:
            self.give_up(str(problem))
            return None

    def give_up(self, why: str) -> None:
        """Those who come after are counted by their watch only."""
        with self._lock:
            if self._works:
                self._works = False
                log.warning("no more control groups for runs: %s", why)

    def left(self) -> list[Path]:
        """Groups of runs that are there now."""
        return [folder for base in self._bases.values() for folder in base.glob("*/")]

    def close(self) -> None:
        for base in self._bases.values():
            _remove(base)


def find() -> Cgroups | None:
    """Places in which this process can make control groups with limits, or None. Removes what dead ones have left."""
    mounts = list(_mounts())
    for find_in in (_find_v2, _find_v1):
        with contextlib.suppress(OSError):
            if (found := find_in(mounts, _own())) is not None:
                return found
    return None


def _find_v2(mounts: list[tuple[str, str, Path, set[str]]], own: Mapping[str, str]) -> Cgroups | None:
    here = next((_below(root, at, own.get("", "/")) for kind, root, at, _ in mounts if kind == "cgroup2"), None)
    # The group above: a service manager that delegates puts the service itself into a leaf of what it gives.
    for parent in (here, here.parent) if here is not None else ():
        base = parent / f"{_PREFIX}{os.getpid()}"
        with contextlib.suppress(OSError):
            _remove_stale(parent)
            _enable(parent)
            base.mkdir(exist_ok=True)
            try:
                _enable(base)
                return _tried(Cgroups({"": base}, _V2))
            except OSError:
                _remove(base)
    return None


def _find_v1(mounts: list[tuple[str, str, Path, set[str]]], own: Mapping[str, str]) -> Cgroups | None:
    bases = {}
    for kind, root, at, options in mounts:
        for controller in options & set(_WANTED) if kind == "cgroup" else ():
            parent = _below(root, at, own.get(controller, "/"))
            _remove_stale(parent)
            bases[controller] = parent / f"{_PREFIX}{os.getpid()}"
    return _tried(Cgroups(bases, _V1)) if set(bases) == set(_WANTED) else None


def _tried(found: Cgroups) -> Cgroups:
    """:raises OSError: one with limits cannot be made there."""
    try:
        names, bases = found._names, found._bases
        limits = {"processes": 8, "memory_mb": 32, "cpu_seconds": 1.0}
        trial = Cgroup({key: base / "trial" for key, base in bases.items()}, names, limits)
        for door in trial.doors():
            os.close(door)
        trial.broken_limit()
        trial.remove()
    except BaseException:
        found.close()
        raise
    return found


def _enable(folder: Path) -> None:
    """:raises OSError: what is below `folder` cannot have limits of memory and processes."""
    control = folder / "cgroup.subtree_control"
    if not {"memory", "pids"} <= set(control.read_text().split()):
        control.write_text("+memory +pids")


def _mounts() -> Iterator[tuple[str, str, Path, set[str]]]:
    """Kind, root, place and options of each mount."""
    for line in Path("/proc/self/mountinfo").read_text().splitlines():
        before, _, after = line.partition(" - ")
        kind, _, options = after.split(" ", 2)
        _, _, _, root, at, *_ = before.split()
        yield kind, root, Path(at), set(options.split(","))


def _own() -> dict[str, str]:
    """The group of this process for each controller; that of version 2 has no name."""
    found = {}
    for line in Path("/proc/self/cgroup").read_text().splitlines():
        _, controllers, path = line.split(":", 2)
        found.update(dict.fromkeys(controllers.split(","), path))
    return found


def _below(root: str, at: Path, path: str) -> Path:
    """Where the group `path` is seen, given that `at` shows the groups below `root`."""
    inside = path.removeprefix(root.rstrip("/")) if path.startswith(root) else path
    return at / inside.lstrip("/")


def _remove_stale(parent: Path) -> None:
    for folder in parent.glob(f"{_PREFIX}*"):
        number = folder.name.removeprefix(_PREFIX)
        if number.isdigit() and not Path("/proc", number).exists():
            _remove(folder)


def _remove(base: Path) -> None:
    for folder in (*base.glob("*/"), base):
        # One that is in use stays; so does one that is not ours.
        with contextlib.suppress(OSError):
            folder.rmdir()
