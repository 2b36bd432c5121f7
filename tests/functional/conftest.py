"""A real server in a process of its own, as a visitor meets it: started, killed and started again on the same data."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from roadmap.testing.databases import site_database

ROOT = Path(__file__).parents[2]
CONFIGURATION = """\
[app:main]
use = egg:roadmap
roadmap.data = {data}
roadmap.database = {database}
roadmap.public_url = http://127.0.0.1:{port}
roadmap.plugins.on_error = refuse
roadmap.development = true
roadmap.rate.submissions = 1000
roadmap.rate.address = 10000

[server:main]
use = egg:roadmap
listen = 127.0.0.1:{port}
threads = 16
"""


class Server:
    """`pserve` on a port of its own; `kill` is kill -9, `start` again picks up the same database."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.data = folder / "data"
        self.data.mkdir()
        self.database = site_database(self.data)
        self.ini = folder / "site.ini"
        self.ini.write_text(CONFIGURATION.format(data=self.data, database=self.database, port=self.port))
        self.log = folder / "server.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [Path(sys.executable).parent / "pserve", self.ini], stdout=log, stderr=log, cwd=ROOT
            )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                if httpx.get(f"{self.url}/healthz", timeout=2).status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.1)
        raise AssertionError(f"the server did not come up:\n{self.log.read_text()}")

    def kill(self) -> None:
        assert self.process is not None
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.kill()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path)
    server.start()
    yield server
    server.stop()
