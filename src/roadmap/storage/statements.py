"""Statements that SQLite and PostgreSQL both have but spell in dialects of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import literal
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from roadmap.storage.base import Base


def insert_or_ignore(db: Session, model: type[Base], values: Mapping[str, Any]) -> bool:
    """Insert a row; False if one that equals it in a primary key or unique index is there already."""
    # Asked for a row that was made, since the count of rows is not to be relied on: with a generated key it is -1.
    made = _insert(db, model).values(**values).on_conflict_do_nothing().returning(literal(1))
    return db.connection().execute(made).first() is not None


def upsert(db: Session, model: type[Base], key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Insert a row, or change the one that has this primary key."""
    statement = _insert(db, model).values(**key, **values)
    db.connection().execute(statement.on_conflict_do_update(index_elements=list(key), set_=dict(values)))


def _insert(db: Session, model: type[Base]) -> Any:
    insert = postgresql.insert if db.get_bind().dialect.name == "postgresql" else sqlite.insert
    return insert(model)
