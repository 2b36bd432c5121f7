"""Whatever fits the API's document, and much that does not, sent to a real server: all of Schemathesis' checks hold."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from tests.functional.conftest import ROOT, Server

pytestmark = pytest.mark.sandbox

EXAMPLES = 8
"""For each operation and phase: examples, coverage, fuzzing, and chains of requests that depend on each other."""
LIMIT = 900


def visitor(server: Server) -> str:
    """The cookie of somebody whom the site knows: only they see their own submissions."""
    answer = httpx.put(f"{server.url}/api/v1/me/lessons/flask/micro")
    return answer.cookies["visitor"]


@pytest.mark.timeout(LIMIT + 120)
def test_the_api_is_as_its_document_says(server: Server, tmp_path: Path) -> None:
    command = [
        str(Path(sys.executable).parent / "schemathesis"),
        *("--config-file", str(ROOT / "schemathesis.toml")),
        *("run", f"{server.url}/api/v1/openapi.json", "--checks", "all", "--max-examples", str(EXAMPLES)),
        # The same requests each time: what others find is for whoever runs it by hand, and becomes a test of its own.
        *("--generation-deterministic", "--no-color"),
        # A stream of events ends when what it tells of ends, which a busy machine takes its time for.
        *("--request-timeout", "120"),
    ]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env={**os.environ, "VISITOR": visitor(server)},
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    described = httpx.get(f"{server.url}/api/v1/openapi.json").json()["paths"]
    count = sum(method in ("get", "put", "post", "delete") for path in described.values() for method in path)
    assert f"Tested: {count}" in done.stdout, done.stdout
