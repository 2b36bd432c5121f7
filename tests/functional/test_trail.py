"""One submission followed by its id through the log of a real server, as `production.ini` writes it."""

from __future__ import annotations

import configparser
import json
from typing import Any

import httpx
import pytest
from tests.functional.conftest import ROOT, Server

pytestmark = pytest.mark.sandbox
STEPS = ["accepted", "queued", "claimed", "run started", "verdict", "stored"]


def logging_of(ini: str) -> str:
    """The part of an .ini file that says how to log."""
    whole = configparser.RawConfigParser()
    whole.read(ROOT / ini)
    wanted = [name for name in whole.sections() if name.partition("_")[0] in LOGGING]
    lines = []
    for name in wanted:
        lines += [f"[{name}]", *(f"{key} = {value}" for key, value in whole.items(name)), ""]
    return "\n".join(lines)


LOGGING = ("loggers", "handlers", "formatters", "logger", "handler", "formatter")


@pytest.fixture
def entries(server: Server) -> Any:
    """The server anew, with the log of production; a function that reads it."""
    server.stop()
    server.log.unlink()
    server.ini.write_text(f"{server.ini.read_text()}\n{logging_of('production.ini')}")
    server.start()

    def read() -> list[dict[str, Any]]:
        return [json.loads(line) for line in server.log.read_text().splitlines() if line.startswith("{")]

    return read


def test_from_click_to_verdict(server: Server, entries: Any) -> None:
    with httpx.Client(base_url=server.url, timeout=60) as visitor:
        code = "def greet(name):\n    return name\n"
        first = visitor.get("/api/v1/sections").json()["sections"]
        exercise = next(each["key"] for section in first for each in section["exercises"])
        edit = visitor.get(f"/api/v1/exercises/{exercise}").json()["edit"]
        sent = visitor.post("/api/v1/submissions", json={"exercise": exercise, "files": {edit[0]: code}}).json()
        # The stream ends with the verdict.
        assert "event: finished" in visitor.get(sent["events"]).text
    about = [entry for entry in entries() if entry.get("submission") == sent["id"]]
    told = [entry["message"] for entry in about if entry["message"] in STEPS]
    assert told == STEPS
    assert [entry["time"] for entry in about] == sorted(entry["time"] for entry in about)
    by_step = {entry["message"]: entry for entry in about}
    assert by_step["accepted"]["exercise"] == exercise
    # The click and what followed it are joined by the accepted line, which knows both.
    assert by_step["accepted"]["request"] == by_step["queued"]["request"]
    assert len(by_step["accepted"]["request"]) == 8
    assert by_step["verdict"]["state"] in ("failed", "error") and by_step["verdict"]["seconds"] > 0
    # Neither who it was nor what they wrote.
    assert code not in server.log.read_text() and visitor.cookies["visitor"] not in server.log.read_text()
