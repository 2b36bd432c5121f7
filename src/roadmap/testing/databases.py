"""Fixtures for tests that must hold on every database that Roadmap can use, and the database of sites for tests.

With `ROADMAP_TEST_DATABASE=postgres` in the environment (`make test-postgres`) all sites of a run are on PostgreSQL.
"""

from __future__ import annotations

import atexit
import itertools
import os
from contextlib import ExitStack
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from roadmap.settings import Settings
from roadmap.testing.postgres import postgres_programs, throwaway_postgres

_numbers = itertools.count(1)


ON_POSTGRES = os.environ.get("ROADMAP_TEST_DATABASE", "sqlite") == "postgres"


@cache
def _server() -> str:
    """One server for the whole run, started when it is first wanted."""
    programs = postgres_programs()
    if programs is None:
        raise RuntimeError("PostgreSQL is not installed here (Debian: apt install postgresql)")
    resources = ExitStack()
    atexit.register(resources.close)
    return resources.enter_context(throwaway_postgres(programs))


@cache
def site_database(data: Path) -> str:
    """The URL of the database of a site whose data folder is `data`: the same each time."""
    return empty_schema(_server()) if ON_POSTGRES else f"sqlite:///{data / 'roadmap.sqlite'}"


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """The URL of a real PostgreSQL server, with `{}` for the name of a database."""
    if postgres_programs() is None:
        pytest.skip("PostgreSQL is not installed here (Debian: apt install postgresql)")
    return _server()


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
    return f"{url}&options=-csearch_path={schema}"
