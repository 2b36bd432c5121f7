"""Memory that waits in a run's sockets: the kernel's, of no process, and so to be asked for in the kernel's own way."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator

_COUNTS = "/proc/self/net/sockstat"
_MOST = 640 * 1024
"""What one socket can hold at most: buffers cannot be made larger in here, nor does TCP enlarge them further."""
_USUAL = 8
"""Sockets that the kernel counts and does not list, and that hold nothing."""
_DIAG, _REQUEST, _DUMP, _DONE, _ERROR = 4, 20, 0x301, 3, 2
_SHOW_MEMORY = 0x20
_UNIX_MEMORY, _INET_MEMORY = 5, 7
_UNIX_FIXED, _INET_FIXED = 16, 72
_HEAD = struct.Struct("=IHHII")
_ATTRIBUTE = struct.Struct("=HH")
_INET = ((socket.AF_INET, 6), (socket.AF_INET6, 6), (socket.AF_INET, 17), (socket.AF_INET6, 17))


def most() -> int:
    """No more bytes than this wait in sockets; cheap."""
    return _used() * _MOST


def held() -> int:
    """Bytes that wait in the sockets of this network namespace.

    The kernel counts a message with its sender. A sender that has hung up is still counted as a socket, but not listed:
    each of those counts as full.
    """
    try:
        with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, _DIAG) as line:
            line.settimeout(1)
            counts = [_unix(attributes) for attributes in _ask(line, _unix_request(), _UNIX_FIXED)]
            for family, protocol in _INET:
                counts += [_inet(found) for found in _ask(line, _inet_request(family, protocol), _INET_FIXED)]
            return sum(counts) + max(0, _used() - len(counts) - _USUAL) * _MOST // 2
    except OSError:
        return 0  # a kernel without it


def _used() -> int:
    try:
        with open(_COUNTS) as file:
            return int(file.readline().split()[2])
    except (OSError, ValueError, IndexError):
        return 0


def _unix_request() -> bytes:
    return struct.pack("=BBHIIIII", socket.AF_UNIX, 0, 0, 0xFFFFFFFF, 0, _SHOW_MEMORY, 0, 0)


def _inet_request(family: int, protocol: int) -> bytes:
    return struct.pack("=BBBBI", family, protocol, 1 << (_INET_MEMORY - 1), 0, 0xFFFFFFFF) + bytes(48)


def _ask(line: socket.socket, request: bytes, fixed: int) -> Iterator[dict[int, bytes]]:
    """The attributes of each answer, by number."""
    line.send(_HEAD.pack(_HEAD.size + len(request), _REQUEST, _DUMP, 1, 0) + request)
    while True:
        data = line.recv(1 << 18)
        while len(data) >= _HEAD.size:
            size, kind, *_ = _HEAD.unpack_from(data)
            if kind in (_DONE, _ERROR) or size < _HEAD.size:
                return
            yield dict(_attributes(data[_HEAD.size + fixed : size]))
            data = data[(size + 3) & ~3 :]


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    while len(data) >= _ATTRIBUTE.size:
        size, kind = _ATTRIBUTE.unpack_from(data)
        if size < _ATTRIBUTE.size:
            return
        yield kind, data[_ATTRIBUTE.size : size]
        data = data[(size + 3) & ~3 :]


def _unix(attributes: dict[int, bytes]) -> int:
    sent = struct.unpack_from("=9I", attributes.get(_UNIX_MEMORY, bytes(36)))[2]
    return max(0, int(sent) - 1)


def _inet(attributes: dict[int, bytes]) -> int:
    received, _, sent, _, _, queued = struct.unpack_from("=6I", attributes.get(_INET_MEMORY, bytes(24)))
    return int(received) + max(int(sent), int(queued))
