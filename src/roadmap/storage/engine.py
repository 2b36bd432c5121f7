"""The engine for SQLite (in WAL mode) or PostgreSQL, and sessions that write or only read."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.orm import Session, sessionmaker

from roadmap.settings import Settings
from roadmap.storage.errors import explain

BUSY_MILLISECONDS = 10_000
"""How long a writer waits for another before it gives up."""


def database_url(settings: Settings) -> URL:
    """`roadmap.database`, or a file in `roadmap.data`; PostgreSQL is always spoken to by psycopg 3."""
    if not settings.database:
        return URL.create("sqlite", database=str(settings.data / "roadmap.sqlite"))
    url = make_url(settings.database)
    return url.set(drivername="postgresql+psycopg") if url.drivername in ("postgresql", "postgres") else url


def make_engine(settings: Settings) -> Engine:
    """The engine that `settings` asks for. Nothing connects before the first use."""
    url = database_url(settings)
    if url.get_backend_name() != "sqlite":
        engine = create_engine(url, pool_pre_ping=True, max_overflow=30, connect_args={"connect_timeout": 10})
        event.listen(engine, "handle_error", explain, retval=True)
        return engine
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, max_overflow=30)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    event.listen(engine, "handle_error", explain, retval=True)
    return engine


def make_sessionmaker(engine: Engine) -> sessionmaker[Session]:
    """Sessions for work outside of a request. They may write: in SQLite they take the writers' lock as they begin."""
    # Values read before a commit stay readable after it: services hand out frozen values, not rows.
    return sessionmaker(engine, expire_on_commit=False)


def reading(sessions: sessionmaker[Session]) -> Session:
    """A session that only reads, and so never waits for a writer."""
    return sessions(bind=reader(sessions.kw["bind"]))


def reader(engine: Engine) -> Engine:
    """The same engine, over the same connections, whose transactions begin without the writers' lock."""
    return engine.execution_options(roadmap_reads_only=True)


def _prepare_sqlite(connection: Any, record: object) -> None:
    # The driver begins transactions late and by its own rules; `_begin_sqlite` begins them where SQLAlchemy says so.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    _switch_to_wal(cursor)
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _switch_to_wal(cursor: sqlite3.Cursor) -> None:
    # SQLite does not wait here, whatever `busy_timeout` says: of several processes that open a new database at once,
    # all but one would be told that it is locked.
    deadline = monotonic() + BUSY_MILLISECONDS / 1000
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() > deadline:
                raise
            sleep(0.01)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later fails at once, without waiting, if another has written in
    # between. One that says from the start that it will write waits for its turn instead.
    reads_only = connection.get_execution_options().get("roadmap_reads_only", False)
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")
