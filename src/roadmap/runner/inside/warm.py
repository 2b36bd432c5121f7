"""The warm process: imports and warms up once, then forks for each run and does nothing else.

It never reads a job: a fork can see all that its parent had in memory, so no learner's files pass through here.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import socket
import sys
import traceback

from . import becoming, forks, init, wire

_OURS = (".program", ".adapter", ".calls")
"""What forks of ours will want, so that none of them imports it again."""


def main() -> None:
    line = socket.socket(fileno=int(sys.argv[1]))
    try:
        order = wire.receive(line)
        if order is None:
            return
        with open("/opt/roadmap/filter.bpf", "rb") as file:
            system_calls = file.read()
        _warm_up(order)
        wire.send(line, {"ready": True})
    except BaseException:
        wire.send(line, {"problem": traceback.format_exc(limit=-8)[-4000:]})
        return
    forks.serve(line, system_calls, init.main, becoming.report_fault)


def _warm_up(order: dict[str, object]) -> None:
    for name in order["preload"]:  # type: ignore[attr-defined]
        importlib.import_module(name)
    for name in _OURS:
        importlib.import_module(name, __package__)
    for name in order["programs"]:  # type: ignore[attr-defined]
        # What adapters will import: this runtime may be for other programs.
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    source = str(order["warmup"])
    if source:
        exec(compile(source, "warmup.py", "exec"), {"__name__": "warmup"})
    sys.path[:] = [entry for entry in sys.path if entry != "/opt/roadmap"]
    threads = len(os.listdir("/proc/self/task"))
    if threads != 1:
        raise RuntimeError(
            f"{threads} threads after the warm-up: a fork would copy only one of them, so none may be left"
        )
    gc.collect()
    gc.freeze()
