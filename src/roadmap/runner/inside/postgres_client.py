"""The run's PostgreSQL for its judge: a connection, and an empty database for each check.

It logs in as the learner's program does, without any right that this has not: whatever a program leaves in the
database for others to stumble over, nobody stumbles who could do more than it can itself.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, LiteralString

import psycopg
from psycopg.pq import TransactionStatus

from .service_client import Server, ServiceClient

_WHERE = "host=/run/postgres user=app dbname=app application_name=checks"
_PATIENCE_MS = 3000
"""How long the judge waits for a lock that the program holds."""

_OBJECTS: LiteralString = """
    SELECT class, oid, class || '/' || oid AS key FROM (
        SELECT 'pg_class'::regclass AS class, oid, relnamespace AS space FROM pg_class
            WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'f', 'c')
        UNION ALL SELECT 'pg_type'::regclass, oid, typnamespace FROM pg_type WHERE typtype IN ('e', 'd', 'r')
        UNION ALL SELECT 'pg_proc'::regclass, oid, pronamespace FROM pg_proc
        UNION ALL SELECT 'pg_namespace'::regclass, oid, oid FROM pg_namespace
        UNION ALL SELECT 'pg_extension'::regclass, oid, 'public'::regnamespace FROM pg_extension
            WHERE extname <> 'plpgsql'
    ) o
    WHERE space IN (SELECT oid FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema')
        -- What is part of something else goes with it.
        AND NOT EXISTS (
            SELECT FROM pg_depend d WHERE d.classid = o.class AND d.objid = o.oid AND d.deptype IN ('e', 'i')
        )
"""
_EMPTY: LiteralString = f"""
SET lock_timeout = 500;
ALTER DATABASE app RESET ALL;
ALTER ROLE app RESET ALL;
ALTER ROLE app IN DATABASE app RESET ALL;
CREATE SCHEMA IF NOT EXISTS public;
DO $$
DECLARE
    kept text[] := string_to_array(current_setting('checks.kept'), ',');
    one record;
    named record;
BEGIN
    FOR one IN SELECT * FROM ({_OBJECTS}) o WHERE NOT key = ANY (kept) LOOP
        SELECT * INTO named FROM pg_identify_object(one.class, one.oid, 0);
        -- Nothing: it went with another that was dropped before it.
        IF named.type IS NOT NULL AND named.identity <> 'public' THEN
            EXECUTE format(
                'DROP %s IF EXISTS %s CASCADE', replace(named.type, 'composite type', 'type'), named.identity
            );
        END IF;
    END LOOP;
    PERFORM lo_unlink(oid) FROM pg_largeobject_metadata;
    FOR one IN SELECT oid::regclass AS name FROM pg_class
        WHERE relkind IN ('r', 'p') AND 'pg_class/' || oid = ANY (kept)
    LOOP
        EXECUTE format('TRUNCATE %s RESTART IDENTITY CASCADE', one.name);
    END LOOP;
END
$$;
RESET lock_timeout
"""  # noqa: S608 - both are ours
_END_OTHERS: LiteralString = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"


Connection = psycopg.Connection[tuple[Any, ...]]


class Database:
    """A psycopg connection in autocommit mode, made anew where the one before it has been closed or lost."""

    def __init__(self, connection: Callable[[], Connection]) -> None:
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection(), name)


class PostgresClient(ServiceClient):
    fixtures = ("db", "postgres_server")

    _connection: Connection | None = None
    _kept: str | None = None
    """What there was before the first check: the program made it at its start. It stays, without its rows."""

    @functools.cached_property
    def db(self) -> Database:
        """What a check writes, the program sees."""
        return Database(self._connected)

    def _connected(self) -> Connection:
        if self._connection is None or self._connection.closed:
            self._connection = psycopg.connect(
                _WHERE, autocommit=True, options=f"-c lock_timeout={_PATIENCE_MS}", connect_timeout=5
            )
        return self._connection

    @functools.cached_property
    def postgres_server(self) -> Server:
        return Server("postgres", "PostgreSQL", self._ask, self._hang_up)

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()

    def refresh(self) -> None:
        if not self.postgres_server.running:
            self.postgres_server.start()
        try:
            try:
                self._empty()
            except psycopg.errors.LockNotAvailable:
                # By a transaction that the program has left open.
                self._connected().execute(_END_OTHERS)
                self._empty()
        except psycopg.Error:
            self.postgres_server.kill()
            self.postgres_server.start()
            self._empty()

    def _empty(self) -> None:
        db = self._connected()
        if not (db.autocommit and db.info.transaction_status is TransactionStatus.IDLE):
            self._hang_up()
            db = self._connected()
        db.execute("DISCARD ALL")
        if self._kept is None:
            self._kept = ",".join(str(row[2]) for row in db.execute(_OBJECTS))
        db.execute("SELECT set_config('checks.kept', %s, false)", [self._kept])
        db.execute(_EMPTY)
