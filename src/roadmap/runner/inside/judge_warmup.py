"""What the judge does before its first fork, so that no run pays for it: a check that passes, one that fails, HTTP."""

from __future__ import annotations

import os
import socket
import tempfile
import threading

import httpx
import redis

from . import judge, world

_CHECKS = '''
def test_passes(random, expect):
    """It passes."""
    expect(random.choice([1])).equals(1)


def test_fails(expect, sources):
    """It fails."""
    expect(sources("a.py")).equals([1], message="no")
'''


def _answer_once(listener: socket.socket) -> None:
    connection, _ = listener.accept()
    with connection:
        connection.recv(4096)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")


def _exchange(folder: str) -> None:
    path = os.path.join(folder, "warm.sock")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen()
        thread = threading.Thread(target=_answer_once, args=(listener,))
        thread.start()
        with httpx.Client(transport=httpx.HTTPTransport(uds=path, verify=False), trust_env=False) as client:
            client.post("http://app/", json={"a": 1}).json()
        thread.join()


def warm_up() -> None:
    seen: list[object] = []
    job = {"seed": 1, "services": [], "programs": [], "sources": {"a.py": "x = 1"}, "wall_seconds": 1}
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "test_warmup.py")
        with open(path, "w") as file:
            file.write(_CHECKS)
        session, plugin = judge.prepare(path)
        plugin.bind(world.World(job, lambda **what: None), lambda **what: seen.append(what), lambda: None)
        judge.run_pytest(session)
        session.config._ensure_unconfigure()
        _exchange(folder)
    if [item["outcome"] for item in seen if "outcome" in item] != ["passed", "failed"]:  # type: ignore[index,operator]
        raise RuntimeError(f"the judge cannot judge: {seen} {plugin.broken}")
    judge.PREPARED.append(judge.prepare(judge.CHECKS))
    redis.Redis(unix_socket_path="/nowhere", decode_responses=True).connection_pool.disconnect()
