"""All that is kept on a person, found by following foreign keys down from their visitor: to export, and to delete.

Nothing is listed here by hand, so no table can be forgotten: whatever has a foreign key to `visitors`, or to a table
that has one, belongs to somebody.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, MetaData, Table, delete, select
from sqlalchemy.orm import Session

from roadmap.people.models import VisitorRow
from roadmap.storage import Base

ROOT = "visitors"
WITHHELD = "kept, and not shown: whoever knows it could pass for you"


@dataclass(frozen=True, slots=True)
class Personal:
    """A table whose rows are somebody's: `column` refers to `parent`, of `visitors` or another such table."""

    table: Table
    column: Column[Any]
    parent: Column[Any]

    @property
    def is_direct(self) -> bool:
        return self.parent.table.name == ROOT


def personal_tables(metadata: MetaData = Base.metadata) -> tuple[Personal, ...]:
    """Parents before children."""
    found: dict[str, Personal] = {}
    waiting = [ROOT]
    while waiting:
        parent = waiting.pop(0)
        for name in sorted(metadata.tables):
            table = metadata.tables[name]
            key = next((key for key in sorted(table.foreign_keys, key=str) if key.column.table.name == parent), None)
            if key is not None and name not in found and name != ROOT:
                found[name] = Personal(table, key.parent, key.column)
                waiting.append(name)
    return tuple(found.values())


def export(db: Session, visitor_id: str, metadata: MetaData = Base.metadata) -> dict[str, list[dict[str, Any]]]:
    """By table, every row of this visitor, ready for JSON."""
    return {table.name: [_shown(table, dict(row)) for row in rows] for table, rows in rows_of(db, visitor_id, metadata)}


def rows_of(db: Session, visitor_id: str, metadata: MetaData = Base.metadata) -> Iterator[tuple[Table, list[Any]]]:
    root = metadata.tables[ROOT]
    conditions: dict[str, ColumnElement[bool]] = {ROOT: root.c.id == visitor_id}
    yield root, list(db.execute(select(root).where(conditions[ROOT])).mappings())
    for each in personal_tables(metadata):
        theirs = each.column.in_(select(each.parent).where(conditions[each.parent.table.name]))
        conditions[each.table.name] = each.column == visitor_id if each.is_direct else theirs
        rows = select(each.table).where(conditions[each.table.name]).order_by(*each.table.primary_key.columns)
        yield each.table, list(db.execute(rows).mappings())


def erase(db: Session, visitor_id: str) -> None:
    """Delete everything: the database follows the foreign keys itself, from the visitor down."""
    db.execute(delete(VisitorRow).where(VisitorRow.id == visitor_id).execution_options(synchronize_session=False))


def plain(value: Any) -> Any:
    """`value` as JSON has it."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return {"base64": base64.b64encode(value).decode()}
    return value


def _shown(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: WITHHELD if value is not None and _is_secret(table.c[name]) else plain(value)
        for name, value in row.items()
    }


def _is_secret(column: Column[Any]) -> bool:
    # A reference to what is secret is as good as that.
    return bool(column.info.get("secret")) or any(_is_secret(key.column) for key in column.foreign_keys)
