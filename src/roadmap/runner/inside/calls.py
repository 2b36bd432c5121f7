"""Calls from outside into the learner's process: their own functions, and those of an exercise's probe.py."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import inspect
import json
import linecache
import socket
import sys
import threading
import types
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from . import tracebacks, wire

_LARGEST = 1024 * 1024


class NotJSON(Exception):
    """A function returned something that cannot travel."""


def serve(listener: socket.socket, probe: str | None) -> None:
    """Answer calls for as long as the process lives. One connection at a time: the judge has one."""
    probed = _Probe(probe)
    while True:
        connection, _ = listener.accept()
        with connection:
            try:
                while (asked := wire.receive(connection)) is not None:
                    wire.send(connection, _answer(asked, probed))
            except (OSError, ValueError):
                pass  # whoever called has hung up


def _answer(asked: dict[str, Any], probe: _Probe) -> dict[str, Any]:
    calls = asked["calls"]
    if asked["threads"] == 0:
        return {"results": [_one(call, probe) for call in calls]}
    with ThreadPoolExecutor(asked["threads"]) as pool:
        gate = threading.Barrier(min(asked["threads"], len(calls)))
        return {"results": list(pool.map(lambda call: _one(call, probe, gate), calls))}


def _one(call: dict[str, Any], probe: _Probe, gate: threading.Barrier | None = None) -> dict[str, Any]:
    target: str = call["target"]
    try:
        function = probe.function(target[6:]) if target.startswith("probe:") else _find(target)
        if gate is not None:
            _meet(gate)
        result = function(*call["args"], **call["kwargs"])
        if inspect.iscoroutine(result):
            result = asyncio.run(result)
        return {"returned": _checked(target, result)}
    except BaseException as problem:
        sys.stdout.flush()
        return {
            "raised": {
                "type": tracebacks.name_of(problem),
                "message": tracebacks.message_of(problem),
                "place": tracebacks.place_of(problem),
                "traceback": tracebacks.text_of(problem),
            }
        }


def _meet(gate: threading.Barrier) -> None:
    """All threads set out together. Later calls of the same batch find the gate open."""
    with contextlib.suppress(threading.BrokenBarrierError):
        gate.wait(1)
    gate.abort()


def _checked(target: str, result: Any) -> Any:
    try:
        text = json.dumps(result, allow_nan=False)
        text.encode()
    except (TypeError, ValueError, RecursionError) as problem:
        kind = type(result).__name__
        raise NotJSON(f"{target} returned a {kind} that JSON cannot carry ({problem})") from None
    if len(text) > _LARGEST:
        raise NotJSON(f"{target} returned {len(text)} characters of JSON, and {_LARGEST} are allowed")
    return result


def _find(target: str) -> Callable[..., Any]:
    module, _, name = target.partition(":")
    found: Any = importlib.import_module(module)
    for part in name.split("."):
        try:
            found = getattr(found, part)
        except AttributeError:
            raise AttributeError(f"{module}.py has no {name}") from None
    return found  # type: ignore[no-any-return]


class _Probe:
    """probe.py, loaded when it is first asked for."""

    def __init__(self, source: str | None) -> None:
        self._source = source
        self._module: types.ModuleType | None = None
        self._lock = threading.Lock()

    def function(self, name: str) -> Callable[..., Any]:
        with self._lock:
            if self._module is None:
                module = types.ModuleType("probe")
                source = self._source or ""
                linecache.cache["probe.py"] = (len(source), None, source.splitlines(True), "probe.py")
                exec(compile(source, "probe.py", "exec"), module.__dict__)
                self._module = module
        return getattr(self._module, name)  # type: ignore[no-any-return]
