"""Where everything is kept: the engine, a session per request, the base of all models, and migrations."""

from roadmap.storage.base import Base, JSONText, UTCDateTime, now
from roadmap.storage.engine import make_engine, make_sessionmaker, reading
from roadmap.storage.errors import SchemaOutdated, StorageUnavailable
from roadmap.storage.migrating import MIGRATIONS, Schema, current, upgrade
from roadmap.storage.statements import insert_or_ignore, upsert
from roadmap.storage.web import includeme, prepare_tables

__all__ = [
    "MIGRATIONS",
    "Base",
    "JSONText",
    "Schema",
    "SchemaOutdated",
    "StorageUnavailable",
    "UTCDateTime",
    "current",
    "includeme",
    "insert_or_ignore",
    "make_engine",
    "make_sessionmaker",
    "now",
    "prepare_tables",
    "reading",
    "upgrade",
    "upsert",
]
