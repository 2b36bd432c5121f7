"""Brokers for tests: a Redis and a RabbitMQ of one's own, which can be killed, and are thrown away afterwards."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

RABBIT = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
DEADLINE_SECONDS = 60


class Broker(Protocol):
    """`url` stays the same from one start to the next."""

    url: str

    def start(self) -> None: ...

    def kill(self) -> None: ...


class Redis:
    """Keeps nothing over a restart: the worst that a broker can do."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.socket = folder / "redis.sock"
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"redis+socket://{self.socket}?virtual_host=0"

    def start(self) -> None:
        options = f"--port 0 --unixsocket {self.socket} --dir {self._folder} --save".split()
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(["redis-server", *options, ""], stdout=log, stderr=log)
        _wait_for(self._process, self._answers, self._folder / "log")

    @property
    def pid(self) -> int:
        """Of the server, which must have been started."""
        assert self._process is not None  # noqa: S101
        return self._process.pid

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as client:
            try:
                client.connect(str(self.socket))
                client.sendall(b"PING\r\n")
                return client.recv(16).startswith(b"+PONG")
            except OSError:
                return False

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


class Rabbit:
    """Keeps what it has been given over a restart, as RabbitMQ does."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port, self._epmd, self._distribution = _free_ports(3)
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"amqp://guest:guest@127.0.0.1:{self._port}//"

    def start(self) -> None:
        with (self._folder / "out").open("wb") as log:
            self._process = subprocess.Popen(
                [str(RABBIT)], env=self._environment(), stdout=log, stderr=log, start_new_session=True
            )
        _wait_for(self._process, lambda: "completed with" in self._said(), self._folder / "out")

    def _said(self) -> str:
        return (self._folder / "out").read_text(errors="replace")

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self._folder),
            "RABBITMQ_NODENAME": f"roadmap-{self._port}@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self._port),
            "RABBITMQ_DIST_PORT": str(self._distribution),
            "ERL_EPMD_PORT": str(self._epmd),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            # So that it can be ended right after a node that was killed, which it still takes to be there.
            "ERL_EPMD_RELAXED_COMMAND_CHECK": "1",
            "RABBITMQ_MNESIA_BASE": str(self._folder / "data"),
            "RABBITMQ_LOG_BASE": str(self._folder / "logs"),
            "RABBITMQ_PID_FILE": str(self._folder / "pid"),
            "RABBITMQ_CONF_ENV_FILE": "/dev/null",
            "RABBITMQ_CONFIG_FILE": str(self._folder / "none"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self._folder / "plugins"),
        }

    def kill(self) -> None:
        if self._process is not None:
            # The script's Erlang is its child; both are in a session of their own.
            os.killpg(self._process.pid, 9)
            self._process.wait()
            self._process = None

    def close(self) -> None:
        self.kill()
        # Erlang's registry of nodes, which goes on without them.
        subprocess.run(["epmd", "-port", str(self._epmd), "-kill"], capture_output=True)


@contextmanager
def throwaway_redis() -> Iterator[Redis]:
    """A `redis-server` on a Unix socket, started."""
    # Not pytest's own folder, whose name can be too long for a socket.
    with tempfile.TemporaryDirectory(prefix="roadmap-redis-") as folder:
        redis = Redis(Path(folder))
        redis.start()
        try:
            yield redis
        finally:
            redis.kill()


@contextmanager
def throwaway_rabbit() -> Iterator[Rabbit]:
    """A RabbitMQ on a port of its own, started; takes some seconds."""
    folder = Path(tempfile.mkdtemp(prefix="roadmap-rabbit-"))
    rabbit = Rabbit(folder)
    try:
        rabbit.start()
        yield rabbit
    finally:
        rabbit.close()
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(process: subprocess.Popen[bytes], ready: Callable[[], bool], log: Path) -> None:
    end = time.monotonic() + DEADLINE_SECONDS
    while not ready():
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"the broker did not start: {log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.05)


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports
