"""The engine: how SQLite is set up, that writers wait for each other, and that readers wait for nobody."""

from __future__ import annotations

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Event, Timer

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, func, insert, select, text
from sqlalchemy.exc import StatementError

from roadmap.settings import Settings
from roadmap.storage import JSONText, UTCDateTime, make_engine, make_sessionmaker, reading
from roadmap.storage.engine import database_url

metadata = MetaData()
things = Table(
    "things",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("moment", UTCDateTime),
    Column("data", JSONText),
)


def test_without_a_url_the_database_is_a_file_in_the_data_folder(tmp_path: Path) -> None:
    engine = make_engine(Settings(data=tmp_path / "new", secret="x"))
    engine.connect().close()
    assert (tmp_path / "new" / "roadmap.sqlite").is_file()


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_postgresql_is_spoken_to_by_psycopg_3(tmp_path: Path, scheme: str) -> None:
    url = database_url(Settings(data=tmp_path, secret="x", database=f"{scheme}://me@host/roadmap"))
    assert url.render_as_string() == "postgresql+psycopg://me@host/roadmap"


def test_sqlite_is_set_up_for_many_readers_and_a_writer(tmp_path: Path) -> None:
    with make_engine(Settings(data=tmp_path, secret="x")).connect() as connection:
        found = {
            pragma: connection.exec_driver_sql(f"PRAGMA {pragma}").scalar()
            for pragma in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        }
    assert found == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 1, "busy_timeout": 10_000}


def test_the_switch_to_wal_waits_for_another_process_that_has_just_made_the_database(tmp_path: Path) -> None:
    engine = make_engine(Settings(data=tmp_path, secret="x"))
    other = sqlite3.connect(tmp_path / "roadmap.sqlite", isolation_level=None, check_same_thread=False)
    other.execute("CREATE TABLE begun (id INTEGER)")
    other.execute("BEGIN IMMEDIATE")
    Timer(0.3, other.rollback).start()
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    other.close()


def test_writers_that_read_first_wait_for_each_other(database_settings: Settings) -> None:
    engine = make_engine(database_settings)
    metadata.create_all(engine)
    sessions = make_sessionmaker(engine)

    def write(number: int) -> None:
        for turn in range(5):
            with sessions.begin() as db:
                db.execute(select(func.count()).select_from(things)).all()
                time.sleep(0.002)
                db.execute(insert(things).values(id=number * 100 + turn))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    with reading(sessions) as db:
        assert db.scalar(select(func.count()).select_from(things)) == 40


def test_readers_do_not_wait_for_a_writer(database_settings: Settings) -> None:
    engine = make_engine(database_settings)
    metadata.create_all(engine)
    sessions = make_sessionmaker(engine)
    writing, over = Event(), Event()

    def write() -> None:
        with sessions.begin() as db:
            db.execute(insert(things).values(id=1))
            writing.set()
            over.wait(60)

    with ThreadPoolExecutor(1) as pool:
        written = pool.submit(write)
        writing.wait(60)
        # The writer goes on writing until this is read.
        with reading(sessions) as db:
            assert db.scalar(select(func.count()).select_from(things)) == 0
        assert not written.done()
        over.set()
        written.result()


def test_moments_are_in_utc_and_know_it(database_settings: Settings) -> None:
    engine = make_engine(database_settings)
    metadata.create_all(engine)
    noon = datetime(2026, 11, 22, 12, tzinfo=timezone(timedelta(hours=5)))
    with engine.begin() as connection:
        connection.execute(insert(things).values(id=1, moment=noon))
        found = connection.scalar(select(things.c.moment))
    assert found == noon and found.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(tmp_path: Path) -> None:
    engine = make_engine(Settings(data=tmp_path, secret="x"))
    metadata.create_all(engine)
    with engine.begin() as connection, pytest.raises(StatementError, match="has no time zone"):
        connection.execute(insert(things).values(id=1, moment=datetime(2026, 1, 1)))


def test_text_that_databases_dislike_comes_back_as_it_was(database_settings: Settings) -> None:
    engine = make_engine(database_settings)
    metadata.create_all(engine)
    awkward = {"output": "\0 \ud800 \u202e ☃ \N{PILE OF POO} '\"\\", "list": [1, 2.5, None, True]}
    with engine.begin() as connection:
        connection.execute(insert(things).values(id=1, data=awkward))
        assert connection.scalar(select(things.c.data)) == awkward
        assert connection.scalar(text("SELECT data FROM things")).isascii()
