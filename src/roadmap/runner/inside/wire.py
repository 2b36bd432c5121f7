"""Messages between supervisor, inits, programs and judge: a length and JSON, read strictly, since one end may lie."""

from __future__ import annotations

import json
import math
import socket
import struct
from typing import Any, NoReturn

LIMIT = 8 * 1024 * 1024
LEAN, READY = b"lean", b"ready"
"""What a fork is asked for: as it is, or with memory of its own (`pages`)."""
_LENGTH = struct.Struct("!I")


class Malformed(ValueError):
    """Bytes that are not one of our messages."""


def pack(message: object, limit: int = LIMIT) -> bytes:
    """:raises Malformed: it is too large, or not JSON."""
    try:
        body = json.dumps(message, allow_nan=False, separators=(",", ":")).encode()
    except (TypeError, ValueError, RecursionError) as problem:
        raise Malformed(f"not JSON: {problem}") from None
    if len(body) > limit:
        raise Malformed(f"{len(body)} bytes, and {limit} are allowed")
    return _LENGTH.pack(len(body)) + body


def send(sock: socket.socket, message: object) -> None:
    sock.sendall(pack(message))


def receive(sock: socket.socket, limit: int = LIMIT) -> Any | None:
    """The next message, or None at the end of the stream.

    :raises Malformed: what came is not a message.
    """
    head = _exactly(sock, _LENGTH.size)
    if head is None:
        return None
    (size,) = _LENGTH.unpack(head)
    if size > limit:
        raise Malformed(f"a message of {size} bytes, and {limit} are allowed")
    body = _exactly(sock, size)
    return None if body is None else strict(body)


class Framer:
    """Messages out of the pieces in which a non-blocking socket gives them."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[Any]:
        """:raises Malformed: what came is not a message."""
        self._buffer += data
        messages = []
        while len(self._buffer) >= _LENGTH.size:
            (size,) = _LENGTH.unpack_from(self._buffer)
            if size > self._limit:
                raise Malformed(f"a message of {size} bytes, and {self._limit} are allowed")
            end = _LENGTH.size + size
            if len(self._buffer) < end:
                break
            messages.append(strict(bytes(self._buffer[_LENGTH.size : end])))
            del self._buffer[:end]
        return messages


def strict(text: bytes | str) -> Any:
    """JSON without what Python's parser lets through: NaN, infinities, duplicate keys, bottomless nesting.

    :raises Malformed: it is not that.
    """
    try:
        return json.loads(text, parse_constant=_refuse, parse_float=_finite, object_pairs_hook=_unique)
    except (ValueError, RecursionError) as problem:
        raise Malformed(f"not JSON: {str(problem)[:200]}") from None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text[:20]} is not a finite number")
    return number


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key appears twice")
    return made


def _exactly(sock: socket.socket, size: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < size:
        part = sock.recv(min(size - len(parts), 1 << 20))
        if not part:
            return None
        parts += part
    return bytes(parts)
