"""Servers that answer, and that do not; no password is ever told."""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from roadmap.cli.doctor import broker
from roadmap.cli.reach import place_of


@pytest.fixture
def listening() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("redis://:secret@cache.example/0", "cache.example:6379"),
        ("redis://cache.example:7000/0", "cache.example:7000"),
        ("redis+socket:///run/redis/redis.sock", "/run/redis/redis.sock"),
        ("amqp://user:secret@queue.example/site", "queue.example:5672"),
        ("amqps://queue.example", "queue.example:5671"),
    ],
)
def test_places(url: str, place: str) -> None:
    assert place_of(url) == place


def test_a_broker_that_answers(listening: int) -> None:
    found = broker(f"redis://:secret@127.0.0.1:{listening}/0")
    assert (found.ok, found.detail) == (True, f"answers at 127.0.0.1:{listening}")


def test_a_broker_that_does_not() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    found = broker(f"amqp://user:secret@127.0.0.1:{port}/site")
    assert not found.ok and f"nobody answers at 127.0.0.1:{port}: Connection refused" in found.detail
    assert "roadmap.broker" in found.cure
    assert "secret" not in found.detail + found.cure


def test_a_broker_on_a_socket() -> None:
    # Paths of sockets are short: the tests' own folders may not be.
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as server:
        place = Path(folder) / "s"
        assert not broker(f"redis+socket://{place}").ok
        server.bind(str(place))
        server.listen()
        assert broker(f"redis+socket://{place}").ok
