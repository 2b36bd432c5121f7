"""`roadmap db` brings tables up to date, once and again, and tells their state to scripts."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import Command


def test_current_upgrade_current(roadmap: Command, ini: Callable[..., Path], tmp_path: Path) -> None:
    production = ini(development="false")
    before = roadmap("db", "current", "--json", config=production)
    assert before.returncode == 1, before.stderr
    assert json.loads(before.stdout)["up_to_date"] is False
    for _ in range(2):
        done = roadmap("db", "upgrade", config=production)
        assert (done.returncode, done.stdout.startswith("up to date")) == (0, True), done.stderr
    after = roadmap("db", "current", "--json", config=production)
    assert after.returncode == 0 and json.loads(after.stdout)["up_to_date"] is True
    with sqlite3.connect(tmp_path / "data" / "roadmap.sqlite") as database:
        assert database.execute("select count(*) from submissions").fetchone() == (0,)


def test_a_database_that_is_away_is_a_message(roadmap: Command, tmp_path: Path) -> None:
    (tmp_path / "data" / "roadmap.sqlite").mkdir(parents=True)
    answer = roadmap("db", "upgrade")
    assert answer.returncode == 1
    assert "is unavailable" in answer.stderr and "Traceback" not in answer.stderr
