"""The learner's process: their files become a running program. Nothing in here can say that anything passed."""

from __future__ import annotations

import atexit
import contextlib
import os
import random
import socket
import sys
import threading
import types
from typing import Any

from . import adapter, tracebacks, wire


class Start:
    """Tells the supervisor that the program is up, or why not. Closed after that."""

    def __init__(self, descriptor: int) -> None:
        self._line = socket.socket(fileno=descriptor)

    def done(self) -> None:
        self.begun()
        self._line.close()

    def begun(self) -> None:
        """As `done`, but a failure may still be told."""
        wire.send(self._line, {"started": True})

    def failed(self, problem: BaseException) -> None:
        told = {
            "type": tracebacks.name_of(problem),
            "message": tracebacks.message_of(problem),
            "place": tracebacks.place_of(problem),
            "traceback": tracebacks.text_of(problem),
        }
        # Closed, once the program was up: then its end says enough.
        with contextlib.suppress(OSError):
            wire.send(self._line, {"raised": told})
        self._line.close()


def main(job: dict[str, Any], out: int, error: int, start: int, http: int, call: int) -> None:
    _furnish(job, out, error)
    started = Start(start)
    try:
        _run(job, started, socket.socket(fileno=http), socket.socket(fileno=call))
        code = 0
    except SystemExit as problem:
        code = _exit_code(problem)
        if not job["script"]:
            started.failed(problem)
    except BaseException as problem:
        code = 1
        sys.stderr.write(tracebacks.text_of(problem))
        started.failed(problem)
    _exit(code)


def _run(job: dict[str, Any], start: Start, http: socket.socket, call: socket.socket) -> None:
    if job["script"]:
        http.close()
        call.close()
        _script(job["script"], start)
        return
    # Below our own folder, so that a traceback which a learner is shown leaves these frames out.
    module = types.ModuleType("roadmap_adapter")
    exec(compile(job["adapter"], "/opt/roadmap/adapter.py", "exec", dont_inherit=True), module.__dict__)
    module.serve(adapter.Program(job, http, call, start.done))


def _script(name: str, start: Start) -> None:
    """One file, executed as `python FILE` would."""
    start.begun()
    path = os.path.join("/work", name)
    with open(path, "rb") as file:
        code = compile(file.read(), path, "exec", dont_inherit=True)
    module = types.ModuleType("__main__")
    module.__file__ = path
    module.__builtins__ = __builtins__  # type: ignore[attr-defined]
    sys.modules["__main__"] = module
    sys.argv[:] = [name]
    exec(code, module.__dict__)


def _furnish(job: dict[str, Any], out: int, error: int) -> None:
    os.dup2(out, 1)
    os.dup2(error, 2)
    os.close(out)
    os.close(error)
    os.environ.clear()
    os.environ.update(job["env"])
    sys.stdin = open(0, encoding="utf-8")  # noqa: SIM115
    for number, name in ((1, "stdout"), (2, "stderr")):
        # By lines, as on a terminal: what a killed program has printed must have left it.
        stream = open(number, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False)  # noqa: SIM115
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    sys.__stdin__ = sys.stdin  # type: ignore[misc]
    sys.argv[:] = ["program"]
    sys.path.insert(0, "/work")
    random.seed()
    os.chdir("/work")


def _exit_code(problem: SystemExit) -> int:
    if problem.code is None or isinstance(problem.code, int):
        return (problem.code or 0) & 0xFF
    sys.stderr.write(f"{problem.code}\n")
    return 1


def _exit(code: int) -> None:
    """As the interpreter ends, without what belongs to the warm process: other threads, atexit, flush."""
    try:
        threading._shutdown()  # type: ignore[attr-defined]
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)
