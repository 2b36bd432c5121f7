"""What can be wrong with the storage, told apart from what is wrong with a statement."""

from __future__ import annotations

from sqlalchemy.engine import ExceptionContext

SQLITE = {
    "database is locked": "another process has been writing to it for too long",
    "database or disk is full": "the disk is full",
    "readonly database": "the file or its folder may not be written by this user",
    "unable to open database file": "the file cannot be opened: look at its folder and at who may write there",
    "disk i/o error": "the disk reports an error",
    "malformed": "the file is damaged: restore it from a backup",
    "file is not a database": "the file is not an SQLite database",
}
POSTGRESQL = {
    "08": "the server cannot be reached",
    "25006": "the server takes no writes at the moment",
    "28": "the server does not accept the user or the password",
    "3D000": "there is no database of that name",
    "40": "others were writing the same at that moment: try it again",
    "53": "the server has run out of something (disk, memory or connections)",
    "55P03": "another process has been writing to it for too long",
    "57P": "the server is shutting down or starting up",
    "58": "the server reports an error of its disk or system",
}


class StorageUnavailable(Exception):
    """The database cannot answer now; the request was not at fault and may be repeated later."""


class SchemaOutdated(Exception):
    """The tables are not those that this program works with."""


def explain(context: ExceptionContext) -> BaseException | None:
    """An event handler: turns a driver's error into `StorageUnavailable` where the storage is to blame."""
    reason = _reason(context)
    if reason is None:
        return None
    place = context.engine.url.render_as_string(hide_password=True) if context.engine is not None else "the database"
    return StorageUnavailable(f"{place} is unavailable: {reason} ({str(context.original_exception).strip()})")


def _reason(context: ExceptionContext) -> str | None:
    error = context.original_exception
    if context.dialect.name == "sqlite":
        text = str(error).lower()
        return next((reason for words, reason in SQLITE.items() if words in text), None)
    if not isinstance(error, context.dialect.loaded_dbapi.Error):
        return None
    # A refused connection has no SQLSTATE: it never got as far as a server that could give one.
    code = getattr(error, "sqlstate", None)
    if code is None:
        refused = isinstance(error, context.dialect.loaded_dbapi.OperationalError)
        return POSTGRESQL["08"] if context.is_disconnect or refused else None
    return next((reason for start, reason in POSTGRESQL.items() if code.startswith(start)), None)
