"""Starts the benchmark's servers, loads them from the other core with wrk, and looks at their memory."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from benchmarks.reading.serving import CORE

CONNECTIONS = 8
_RATE = re.compile(r"^Requests/sec:\s+([\d.]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Server:
    """`seconds` from the start of the program's own work until it listens."""

    name: str
    port: int
    pid: int
    seconds: float

    def get(self, path: str, accept_encoding: str = "") -> bytes:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request("GET", path, headers={"Accept-Encoding": accept_encoding} if accept_encoding else {})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        if answer.status != 200:
            raise RuntimeError(f"{self.name}: {path} is {answer.status}")
        return body

    def memory_mb(self) -> int:
        """Resident."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        assert found
        return round(int(found[1]) / 1024)

    def per_second(self, path: str, seconds: float, accept_encoding: str = "") -> float:
        """Requests that are answered in a second, from another core.

        :raises RuntimeError: not every answer was what was asked for.
        """
        command = ["taskset", "-c", str(CORE + 1), "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds:g}s"]
        command += ["-H", f"Accept-Encoding: {accept_encoding}"] if accept_encoding else []
        said = subprocess.run(
            [*command, f"http://127.0.0.1:{self.port}{path}"], check=True, capture_output=True, text=True
        ).stdout
        rate = _RATE.search(said)
        if rate is None or "Non-2xx" in said or "Socket errors" in said:
            raise RuntimeError(f"{self.name}: {said}")
        return float(rate[1])


@contextmanager
def serving(name: str, kind: str, folder: Path) -> Iterator[Server]:
    command = [sys.executable, "-m", "benchmarks.reading.serving", kind, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin and process.stdout
        try:
            line = process.stdout.readline()
            if not line:
                raise RuntimeError(f"{name} did not start")
            told = json.loads(line)
            yield Server(name, told["port"], process.pid, told["seconds"])
        finally:
            process.stdin.close()
