"""Process 1 of a run: starts what the run is for, reaps, watches what the tree uses, and says how it ended.

Whatever happens in the run, its end is the end of this process: the kernel then kills all that is left with it.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import time
from functools import partial
from typing import Any

from . import becoming, cgroup, confine, forks, kernel, namespaces, reading, roles, watch, wire
from .service import Service
from .understudy import Understudy

_TICK = {"program": 0.02, "judge": 0.1}
"""Seconds between two looks at what a run uses: short where somebody may want to get away with something."""

_TICK_OF_SERVICE = 0.05


def main(control: socket.socket, system_calls: bytes, ready: bool) -> None:
    """Never returns. `control` is the line to the supervisor; nothing that runs below here gets it.

    :param ready: whether what waits for a job makes its memory its own meanwhile.
    """
    try:
        # Where somebody waits for this fork already, it would only cost them time.
        understudy = None if _is_wanted(control) else Understudy(control, system_calls, own_pages=ready)
        _say_hello(control)
        # A spare stands here, with nothing of anybody's in its memory, until there is a run for it.
        wire_fds = _descriptors(control)
        job = wire.receive(control)
        if understudy and (job is None or job["role"] == "room"):
            understudy.dismiss()
        if job is not None and job["role"] == "room":
            _be_room(control, job, system_calls)
        elif job is not None:
            doors = [wire_fds.pop() for _ in range(job["doors"])]
            namespaces.furnish(job["plan"])
            _write_files(job["files"])
            for link, target in job["links"].items():
                os.symlink(target, link)
            kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
            system_calls = roles.system_calls(job, system_calls)
            Init(control, job, wire_fds, system_calls, cgroup.Doors(doors), understudy).run()
        os._exit(0)
    except BaseException:
        becoming.report_fault(control)
    finally:
        os._exit(1)


def _say_hello(control: socket.socket) -> None:
    """Hand over a descriptor of this process, by which the supervisor can end it whatever number it has out there."""
    pidfd = os.pidfd_open(os.getpid())
    socket.send_fds(control, [wire.pack({"hello": True})], [pidfd])
    os.close(pidfd)


def _is_wanted(control: socket.socket) -> bool:
    return bool(select.select([control], [], [], 0)[0])


def _descriptors(control: socket.socket) -> list[int]:
    message, descriptors, _, _ = socket.recv_fds(control, 1, 16)
    if not message:
        os._exit(0)
    return descriptors


def _be_room(control: socket.socket, job: dict[str, Any], system_calls: bytes) -> None:
    """The work folder that several programs of one run share. It forks their inits, and the last of them ends with it.

    What its forks can read of its memory is the learner's own files.
    """
    namespaces.furnish_room(job["plan"])
    _write_files(job["files"])
    forks.serve(control, system_calls, main, becoming.report_fault)


def _write_files(files: dict[str, str]) -> None:
    for name, text in files.items():
        path = os.path.join("/work", name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)


class Init:
    """The loop of process 1."""

    def __init__(
        self,
        control: socket.socket,
        job: dict[str, Any],
        descriptors: list[int],
        system_calls: bytes,
        doors: cgroup.Doors,
        understudy: Understudy | None = None,
    ) -> None:
        self._control = control
        self._job = job
        self._limits = job["limits"]
        self._descriptors = descriptors
        self._system_calls = system_calls
        self._doors = doors
        self._understudy = understudy
        self._child = 0
        self._peak = 0
        self._over = False
        self._tick = _TICK.get(job["role"], _TICK_OF_SERVICE)
        self._service = roles.service(job["role"], job, descriptors)

    def run(self) -> None:
        woken, wake = socket.socketpair()
        wake.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        signal.set_wakeup_fd(wake.fileno())
        self._start()
        due = 0.0
        while True:
            readable, _, _ = select.select([self._control, woken], [], [], self._tick)
            if woken in readable:
                woken.recv(64)
                self._reap()
            if self._control in readable and not self._obey():
                return
            if time.monotonic() >= due:
                due = time.monotonic() + self._tick
                self._watch()
                self._enter_cgroup()

    def _start(self) -> None:
        if self._service:
            self._service.prepare()
            self._let_go()
            wire.send(self._control, self._start_service(self._service))
        else:
            self._child = self._start_main()
            self._let_go()

    def _start_main(self) -> int:
        """The number of the process: what waits for it, the first time, and then a new one."""
        understudy, self._understudy = self._understudy, None
        if understudy:
            return understudy.engage(self._job, self._descriptors)
        pid = os.fork()
        if pid == 0:
            self._become()
        return pid

    def _let_go(self) -> None:
        """Only what runs below here holds these now, so that its end is seen on each of them."""
        for descriptor in self._descriptors:
            os.close(descriptor)
        self._descriptors = []

    def _become(self) -> None:
        signal.set_wakeup_fd(-1)
        role = self._job["role"]
        walls = becoming.Walls(self._limits, self._system_calls, set(self._descriptors))
        main = partial(roles.main, role, self._job, self._descriptors)
        becoming.become(main, walls, self._control, roles.output(role))

    def _reap(self) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if pid == self._child:
                # Its number may be given to another process now.
                self._child = 0
                if self._over:
                    continue
                wire.send(self._control, {"ended": os.waitstatus_to_exitcode(status), "usage": self._usage()})

    def _watch(self) -> None:
        allowed = self._limits["memory_mb"] * confine.MB
        used = watch.measure(allowed)
        self._peak = max(self._peak, used.memory)
        broken = "memory" if used.memory > allowed else "cpu" if used.cpu > self._limits["cpu_seconds"] else ""
        if broken and not self._over:
            self._over = True
            self._kill_all()
            wire.send(self._control, {"limit": broken, "usage": self._usage()})

    def _enter_cgroup(self) -> None:
        try:
            self._doors.enter()
        except OSError as problem:
            wire.send(self._control, {"not_entered": str(problem)})

    def _obey(self) -> bool:
        """One order of the supervisor; False is the last. Its silence, too, is an order: without it nothing goes on."""
        order = wire.receive(self._control)
        if order is None:
            return False
        if order["do"] == "end":
            self._over = True
            self._watch()
            self._kill_all()
            wire.send(self._control, {"stopped": True, "usage": self._usage()})
            return False
        if order["do"] == "read":
            wire.send(self._control, {"did": "read", **reading.read("/work", order["path"])})
        elif order["do"] == "names":
            wire.send(self._control, {"did": "names", "names": reading.names("/work")})
        elif order["do"] in ("start", "stop", "kill", "save"):
            wire.send(self._control, {"did": order["do"], **self._switch(order["do"])})
        return True

    def _switch(self, order: str) -> dict[str, Any]:
        """Start or end what runs here, while its world, and with it its files, stays."""
        if order == "start":
            return self._start_service(self._service) if self._service else self._start_again()
        if order == "save":
            return {"state": self._service.save() if self._service else None}
        child, self._child = self._child, 0
        if child and order == "stop" and self._service:
            os.kill(child, self._service.stop_signal)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(child, 0)
        else:
            self._clear()
        return {}

    def _start_service(self, service: Service) -> dict[str, Any]:
        if self._child == 0:
            namespaces.let_write(self._job["plan"], True)
            self._child = service.spawn(self._start_main)
        answer = service.wait_until_up(self._child)
        namespaces.let_write(self._job["plan"], False)
        return answer

    def _start_again(self) -> dict[str, Any]:
        """What the supervisor sends along is what the first start got: streams, a line, listeners."""
        _, self._descriptors, _, _ = socket.recv_fds(self._control, 1, 8)
        self._child = self._start_main()
        self._let_go()
        return {}

    def _clear(self) -> None:
        """Kill all that runs here but this process, and wait until it is gone."""
        while True:
            self._kill_all()
            try:
                os.waitpid(-1, 0)
            except ChildProcessError:
                return

    def _usage(self) -> dict[str, Any]:
        return {"memory": self._peak}

    def _kill_all(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(-1, signal.SIGKILL)
