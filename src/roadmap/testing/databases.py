"""Fixtures for tests that must hold on every database that Roadmap can use."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from roadmap.settings import Settings
from roadmap.testing.postgres import postgres_programs, throwaway_postgres

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The URL of a real PostgreSQL server, with `{}` for the name of a database."""
    programs = postgres_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed here (Debian: apt install postgresql)")
    with throwaway_postgres(programs) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Settings with an empty database: once in SQLite, once in PostgreSQL."""
    plain = Settings(data=tmp_path / "data", secret="a secret for tests", development=True)  # noqa: S106
    if request.param == "sqlite":
        yield plain
        return
    url = request.getfixturevalue("postgres_url").format("postgres")
    # A schema of its own, not a database: that would take a third of a second for each test.
    schema = f"test_{next(_numbers)}"
    server = create_engine(url)
    with server.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    server.dispose()
    yield replace(plain, database=f"{url}&options=-csearch_path%3D{schema}")
