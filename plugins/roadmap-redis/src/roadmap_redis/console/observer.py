"""Runs in the judge's process of a sandbox: sends typed commands to the server there, and reports replies and keys.

Sent to the sandbox as source, so it needs nothing but the standard library. Every reply is bounded while it is read:
the server may answer with megabytes, and what goes back to the site is a page.
"""

from __future__ import annotations

import base64
import socket
import time
from typing import Any

SECONDS = 4.0  # for all commands of one submission
SCRIPT_SECONDS = 1.5  # for one of them; a script may loop
ITEMS, STRING, TOTAL = 200, 2_000, 120_000  # of one reply, of one string in it, bytes of all replies together
DEPTH = 40
KEYS, PREVIEW = 100, 5

Reply = dict[str, Any]


class Lost(Exception):
    """The connection is of no more use."""


class Line:
    """A connection that speaks RESP2, byte by byte as the server does."""

    def __init__(self, path: str, timeout: float = SCRIPT_SECONDS) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(timeout)
        self._socket.connect(path)
        self._file = self._socket.makefile("rb")
        self.room = TOTAL
        self._left = ITEMS

    def ask(self, *arguments: str | bytes) -> Reply:
        """:raises TimeoutError: no reply in time; `finish` may still read it. :raises Lost: the connection is gone."""
        parts = [argument.encode("latin-1") if isinstance(argument, str) else argument for argument in arguments]
        head = b"*%d\r\n" % len(parts)
        try:
            self._socket.sendall(head + b"".join(b"$%d\r\n%s\r\n" % (len(part), part) for part in parts))
        except TimeoutError:
            raise
        except OSError as problem:
            raise Lost(str(problem)) from None
        return self.finish()

    def finish(self) -> Reply:
        self._left = ITEMS
        try:
            return self._reply(0)
        except TimeoutError:
            # A buffered reader is of no use after a timeout; a new one goes on where the socket is.
            self._file = self._socket.makefile("rb")
            raise
        except (OSError, ValueError) as problem:
            raise Lost(str(problem)) from None

    def close(self) -> None:
        self._file.close()
        self._socket.close()

    def _reply(self, depth: int) -> Reply:
        line = self._file.readline()
        if not line.endswith(b"\r\n"):
            raise Lost("the server closed the connection")
        if depth > DEPTH:
            raise Lost("a reply was nested too deeply")
        kind, text = line[:1], line[1:-2]
        if kind in (b"+", b"-"):
            return {"kind": "status" if kind == b"+" else "error", "value": text[:STRING]}
        if kind == b":":
            return {"kind": "integer", "value": int(text)}
        size = int(text)
        if size < 0:
            return {"kind": "nil"}
        return self._string(size) if kind == b"$" else self._array(size, depth)

    def _string(self, size: int) -> Reply:
        shown = self._file.read(min(size, STRING, max(self.room, 0)))
        self.room -= len(shown)
        rest = size - len(shown) + 2
        while rest > 0:
            piece = self._file.read(min(rest, 65_536))
            if not piece:
                raise Lost("the server closed the connection")
            rest -= len(piece)
        return {"kind": "string", "value": shown, "more": size - len(shown)}

    def _array(self, size: int, depth: int) -> Reply:
        items: list[Reply] = []
        for _ in range(size):
            item = self._reply(depth + 1)
            if self._left > 0 and self.room > 0:
                self._left -= 1
                self.room -= 20
                items.append(item)
        return {"kind": "array", "value": items, "more": size - len(items)}


def observe(input: dict[str, Any], world: Any) -> Any:
    """Send `input["commands"]`, each a list of arguments in base64; bytes in the answer are base64 as well.

    Returns `replies` (one for each command that was sent, with the prompt before it), `ended` (why the others were not
    sent), `lost` (the server is gone, nothing is worth keeping), `open` (a transaction was left open), and `keys`.
    """
    commands = [[base64.b64decode(argument) for argument in command] for command in input["commands"]]
    return _portable(_observe(commands, world))


def _portable(facts: Any) -> Any:
    """Facts are JSON, and pass through where control characters are made visible; a key may be any bytes."""
    if isinstance(facts, bytes):
        return base64.b64encode(facts).decode()
    if isinstance(facts, dict):
        return {name: _portable(value) for name, value in facts.items()}
    return [_portable(value) for value in facts] if isinstance(facts, list) else facts


def _observe(commands: list[list[bytes]], world: Any) -> dict[str, Any]:
    path = world.redis.connection_pool.connection_kwargs["path"]
    line, watcher = Line(path), Line(path)
    # Scripts that loop can be stopped by others only after this time.
    watcher.ask("CONFIG", "SET", "busy-reply-threshold", "300")
    replies: list[dict[str, Any]] = []
    ended, prompt, transaction, lost = "", "redis> ", False, False
    end = time.monotonic() + SECONDS
    for command in commands:
        if time.monotonic() > end:
            ended = f"The commands took longer than {SECONDS:.0f} seconds together; the rest was not sent."
            break
        try:
            reply = line.ask(*command)
        except TimeoutError:
            reply, lost = _interrupt(line, watcher)
            ended = "A command ran too long and was stopped; the rest was not sent."
        except Lost as problem:
            reply, lost = {"kind": "error", "value": f"connection lost: {problem}".encode()}, False
            ended = "The connection ended here; the rest was not sent."
        replies.append({"prompt": prompt, "reply": reply})
        name = command[0].upper()
        done = reply["kind"] != "error"
        if name == b"MULTI" and done:
            transaction = True
        elif name in (b"EXEC", b"DISCARD"):
            # A failed EXEC ends the transaction too.
            transaction = False
        if name == b"SELECT" and done and not transaction:
            prompt = "redis> " if int(command[1]) == 0 else f"redis[{int(command[1])}]> "
        if ended:
            break
    if lost:
        world.redis_server.kill()
        return {"replies": replies, "ended": ended, "lost": True, "open": False, "keys": [], "total": 0}
    line.close()
    watcher.room = 10 * TOTAL
    keys, total = _keys(watcher)
    return {"replies": replies, "ended": ended, "lost": False, "open": transaction, "keys": keys, "total": total}


def _interrupt(line: Line, watcher: Line) -> tuple[Reply, bool]:
    """Stop the script that runs; a script that has written can't be stopped without the server."""
    try:
        if watcher.ask("SCRIPT", "KILL")["kind"] == "error" and watcher.ask("FUNCTION", "KILL")["kind"] == "error":
            return {
                "kind": "error",
                "value": b"no reply in time, and a script that has written cannot be stopped",
            }, True
        return line.finish(), False
    except (TimeoutError, Lost):
        return {"kind": "error", "value": b"no reply in time"}, True


def _keys(line: Line) -> tuple[list[dict[str, Any]], int]:
    """At most KEYS keys of all databases with what one wants to know of each, and how many there are."""
    info = line.ask("INFO", "keyspace").get("value", b"").decode()
    databases = [
        (int(row[2 : row.index(":")]), int(row.split("keys=")[1].split(",")[0]))
        for row in info.split()
        if row[:2] == "db"
    ]
    found: list[dict[str, Any]] = []
    for number, _ in databases:
        line.ask("SELECT", str(number))
        names: list[bytes] = []
        cursor = b"0"
        while len(names) + len(found) < KEYS:
            answer = line.ask("SCAN", cursor, "COUNT", "50")["value"]
            cursor = answer[0]["value"]
            # A name of which only the beginning was read can't be asked about.
            names += [item["value"] for item in answer[1]["value"] if not item["more"]]
            if cursor == b"0":
                break
        for name in sorted(set(names))[: KEYS - len(found)]:
            kind = line.ask("TYPE", name)["value"].decode()
            if kind != "none":
                found.append({"database": number, "name": name, "type": kind, **_facts(line, name, kind)})
    return found, sum(count for _, count in databases)


def _facts(line: Line, name: bytes, kind: str) -> dict[str, Any]:
    sizes = {"string": "STRLEN", "list": "LLEN", "set": "SCARD", "hash": "HLEN", "zset": "ZCARD", "stream": "XLEN"}
    looks: dict[str, tuple[str | bytes, ...]] = {
        "string": ("GETRANGE", name, "0", "79"),
        "list": ("LRANGE", name, "0", str(PREVIEW - 1)),
        "set": ("SSCAN", name, "0", "COUNT", str(PREVIEW)),
        "hash": ("HSCAN", name, "0", "COUNT", str(PREVIEW)),
        "zset": ("ZRANGE", name, "0", str(PREVIEW - 1), "WITHSCORES"),
        "stream": ("XREVRANGE", name, "+", "-", "COUNT", "1"),
    }
    left = line.ask("PTTL", name).get("value")
    size = line.ask(sizes[kind], name).get("value") if kind in sizes else None
    preview: list[bytes] = []
    if kind in looks:
        reply = line.ask(*looks[kind])
        if kind == "stream":
            preview = [entry["value"][0]["value"] for entry in reply.get("value", ())]
        elif kind in ("set", "hash"):
            preview = [item["value"] for item in reply["value"][1]["value"]]
        elif kind == "string":
            preview = [reply.get("value", b"")]
        else:
            preview = [item["value"] for item in reply["value"]]
    most = 2 * PREVIEW if kind in ("hash", "zset") else PREVIEW
    return {"left": left, "size": size, "preview": [text[:80] for text in preview[:most]]}
