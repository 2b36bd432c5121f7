"""A database that cannot answer is told apart from a statement that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

import roadmap.storage.engine
from roadmap.settings import Settings
from roadmap.storage import StorageUnavailable, make_engine


def _settings(folder: Path, database: str = "") -> Settings:
    return Settings(data=folder, secret="x", database=database)


def test_a_full_disk(tmp_path: Path) -> None:
    with make_engine(_settings(tmp_path)).connect() as connection:
        connection.exec_driver_sql("CREATE TABLE t (x TEXT)")
        connection.exec_driver_sql("PRAGMA max_page_count = 10")
        with pytest.raises(StorageUnavailable, match=r"roadmap\.sqlite is unavailable: the disk is full"):
            connection.execute(text("INSERT INTO t VALUES (:x)"), {"x": "x" * 100_000})


def test_a_database_that_may_not_be_written(tmp_path: Path) -> None:
    with make_engine(_settings(tmp_path)).connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
        with pytest.raises(StorageUnavailable, match="may not be written by this user"):
            connection.exec_driver_sql("CREATE TABLE t (x TEXT)")


def test_a_database_that_somebody_keeps_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roadmap.storage.engine, "BUSY_MILLISECONDS", 50)
    engine = make_engine(_settings(tmp_path))
    with engine.begin(), pytest.raises(StorageUnavailable, match="another process has been writing to it for too long"):
        engine.connect().exec_driver_sql("SELECT 1")


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "roadmap.sqlite").write_bytes(b"This is a letter to my aunt. " * 100)
    with pytest.raises(StorageUnavailable, match="is not an SQLite database"):
        make_engine(_settings(tmp_path)).connect()


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "roadmap.sqlite").mkdir()
    with pytest.raises(StorageUnavailable, match="cannot be opened"):
        make_engine(_settings(tmp_path)).connect()


def test_a_server_that_is_not_there_and_its_password_stays_ours(tmp_path: Path) -> None:
    url = f"postgresql://me:hunter2@/roadmap?host={tmp_path}"
    with pytest.raises(StorageUnavailable, match="the server cannot be reached") as raised:
        make_engine(_settings(tmp_path, url)).connect()
    assert "hunter2" not in str(raised.value)


def test_a_database_that_the_server_does_not_have(tmp_path: Path, postgres_url: str) -> None:
    with pytest.raises(StorageUnavailable, match=r"no database of that name|be reached.*does not exist"):
        make_engine(_settings(tmp_path, postgres_url.format("nowhere"))).connect()


def test_a_server_that_goes_away(tmp_path: Path, postgres_url: str) -> None:
    engine = make_engine(_settings(tmp_path, postgres_url.format("postgres")))
    with engine.connect() as connection:
        backend = connection.scalar(text("SELECT pg_backend_pid()"))
        with create_engine(postgres_url.format("postgres")).connect() as other:
            other.execute(text("SELECT pg_terminate_backend(:backend)"), {"backend": backend})
        with pytest.raises(StorageUnavailable):
            connection.execute(text("SELECT 1"))
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1


def test_mistakes_in_statements_stay_what_they_are(database_settings: Settings) -> None:
    engine = make_engine(database_settings)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE t (x INTEGER PRIMARY KEY)")
        connection.exec_driver_sql("INSERT INTO t VALUES (1)")
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO t VALUES (1)")
    with pytest.raises((OperationalError, ProgrammingError)), engine.begin() as connection:
        connection.exec_driver_sql("SELECT * FROM nowhere")
