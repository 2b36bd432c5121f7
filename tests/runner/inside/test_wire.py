"""Messages are read strictly: what is not exactly one of ours is refused, in bounded time and memory."""

import socket
import struct

import pytest

from roadmap.runner.inside import wire


def framed(body: bytes) -> bytes:
    return struct.pack("!I", len(body)) + body


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"NaN",
        b"[Infinity]",
        b"[1e999]",
        b'{"a": 1, "a": 2}',
        b"[" * 100_000,
        b'"\xff"',
        b"1" * 10_000,
        b"{} {}",
    ],
)
def test_refused(body):
    with pytest.raises(wire.Malformed):
        wire.Framer().feed(framed(body))


def test_length_is_bounded_before_anything_is_kept():
    with pytest.raises(wire.Malformed, match="4294967295 bytes"):
        wire.Framer(limit=1000).feed(b"\xff\xff\xff\xff")


def test_messages_in_pieces():
    framer = wire.Framer()
    data = wire.pack({"a": 1}) + wire.pack([2])
    assert [message for byte in data for message in framer.feed(bytes([byte]))] == [{"a": 1}, [2]]


def test_there_and_back():
    here, there = socket.socketpair()
    with here, there:
        wire.send(here, {"text": "é", "n": 1.5})
        assert wire.receive(there) == {"text": "é", "n": 1.5}
        here.close()
        assert wire.receive(there) is None


@pytest.mark.parametrize("message", [float("nan"), {1, 2}, b"x"])
def test_only_json_is_sent(message):
    with pytest.raises(wire.Malformed):
        wire.pack(message)
