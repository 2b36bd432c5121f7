"""`roadmap db` brings tables up to date, once and again, and tells their state to scripts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from tests.cli.conftest import Command

from roadmap.testing.databases import site_database


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
    with create_engine(site_database(tmp_path / "data")).connect() as database:
        assert database.execute(text("select count(*) from submissions")).one() == (0,)


@pytest.mark.parametrize("url", ["sqlite:///{}", "postgresql://site@/site?host={}"])
def test_a_database_that_is_away_is_a_message(
    roadmap: Command, ini: Callable[..., Path], tmp_path: Path, url: str
) -> None:
    (tmp_path / "away").mkdir()
    answer = roadmap("db", "upgrade", config=ini(database=url.format(tmp_path / "away")))
    assert answer.returncode == 1
    assert "is unavailable" in answer.stderr and "Traceback" not in answer.stderr
