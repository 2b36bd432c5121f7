"""A submission outlives the server: killed with -9 while it runs, it has one verdict after the restart."""

from __future__ import annotations

import time

import httpx
import pytest
from sqlalchemy import create_engine, text
from tests.functional.conftest import Server

pytestmark = pytest.mark.sandbox

SLOW = "import time\ntime.sleep(4)\nfrom flask import Flask\napp = Flask(__name__)\n"


def verdict_of(client: httpx.Client, location: str, seconds: float = 60) -> dict:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        submission = client.get(location).json()
        if submission["state"] == "finished":
            return submission["verdict"]
        time.sleep(0.2)
    raise AssertionError(f"no verdict within {seconds} s: {submission}")


def wait_until(client: httpx.Client, location: str, state: str) -> None:
    deadline = time.monotonic() + 60
    while client.get(location).json()["state"] != state:
        assert time.monotonic() < deadline, f"never {state}"
        time.sleep(0.05)


def test_a_submission_in_flight_survives_kill_minus_nine(server: Server) -> None:
    with httpx.Client(base_url=server.url, timeout=60) as client:
        answer = client.post("/api/v1/submissions", json={"exercise": "flask/url-shortener", "files": {"app.py": SLOW}})
        assert answer.status_code == 202, answer.text
        location = answer.headers["Location"]
        wait_until(client, location, "running")

        server.kill()
        server.start()

        assert verdict_of(client, location)["state"] == "failed"
        again = client.post(
            "/api/v1/submissions", json={"exercise": "flask/url-shortener", "files": {"app.py": SLOW + "#\n"}}
        )
        assert verdict_of(client, again.headers["Location"])["state"] == "failed"

    with create_engine(server.database).connect() as database:
        rows = database.execute(text("select state, count(*) from submissions group by state")).all()
    assert rows == [("finished", 2)]
