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


@pytest.fixture
def sqlite_settings(tmp_path: Path) -> Settings:
    """Settings with an empty database in SQLite."""
    return Settings(data=tmp_path / "data", secret="a secret for tests", development=True)  # noqa: S106


@pytest.fixture
def postgres_settings(sqlite_settings: Settings, postgres_url: str) -> Settings:
    """Settings with an empty database in PostgreSQL."""
    return replace(sqlite_settings, database=empty_schema(postgres_url))


@pytest.fixture(params=["sqlite", "postgresql"])
def database_settings(request: pytest.FixtureRequest) -> Settings:
    """Settings with an empty database: once in SQLite, once in PostgreSQL."""
    name = "sqlite_settings" if request.param == "sqlite" else "postgres_settings"
    settings: Settings = request.getfixturevalue(name)
    return settings


def empty_schema(postgres_url: str) -> str:
    """The URL of an empty schema: as good as a database, which would take a third of a second for each test."""
    url = postgres_url.format("postgres")
    schema = f"test_{next(_numbers)}"
    server = create_engine(url)
    with server.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    server.dispose()
    return f"{url}&options=-csearch_path%3D{schema}"
