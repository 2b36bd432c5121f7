"""Putting together what one has done in several browsers, when one signs in: nothing of it is lost.

Works on every table that has a foreign key to `visitors`, those of plugins included. A row whose key the account does
not have yet changes hands. Where both have a row with the same key, the later one stands and the other is set aside,
whole; `Merging` in a table's `info` says otherwise. Which of two rows stands depends on them alone, so it does not
matter in which order browsers come, or whether one comes twice.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, UniqueConstraint, delete, select, update
from sqlalchemy.orm import Session

from roadmap.people.models import AccountRow, SetAsideRow, VisitorRow
from roadmap.people.personal import Personal, personal_tables, plain
from roadmap.storage import UTCDateTime, insert_or_ignore

MERGING = "merging"
"""The key of a table's `info` that holds its `Merging`."""
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Merging:
    """How the rows of a table are put together.

    `by` names the column with the moment that decides; left out, all moments of a row do. With `first` the earlier row
    stands, and the later one says nothing that is worth keeping. `before` is called with the session and the ids of the
    two visitors before any row changes hands.
    """

    by: str = ""
    first: bool = False
    before: Callable[[Session, str, str], None] | None = None


def merge(db: Session, source: str, target: str) -> None:
    """Give the visitor `target` all that `source` has, and delete `source`.

    Does nothing where `source` is not there, or has an account of its own.
    """
    if source == target:
        return
    # What others write for either of them while this goes on waits until it is done. In order of the ids, so that two
    # that merge at once do not wait for each other.
    locked = select(VisitorRow.id).where(VisitorRow.id.in_([source, target])).order_by(VisitorRow.id)
    there = set(db.scalars(locked.with_for_update()))
    owned = db.scalar(select(AccountRow.id).where(AccountRow.visitor_id == source))
    if there != {source, target} or owned is not None:
        return
    for each in personal_tables():
        if each.is_direct and each.table.name != AccountRow.__tablename__:
            _merge_table(db, each, source, target)
    db.execute(delete(VisitorRow).where(VisitorRow.id == source).execution_options(synchronize_session=False))
    db.expire_all()


def _merge_table(db: Session, each: Personal, source: str, target: str) -> None:
    table, owner = each.table, each.column
    how: Merging = table.info.get(MERGING, Merging())
    if how.before:
        how.before(db, source, target)
    keys = _keys(each)
    theirs = {key: {_values(row, key): row for row in _rows(db, each, target)} for key in keys}
    for row in _rows(db, each, source):
        rivals = [rival for key in keys if (rival := theirs[key].get(_values(row, key))) is not None]
        if all(_order(how, each, row) > _order(how, each, rival) for rival in rivals):
            for rival in rivals:
                _make_way(db, each, how, rival, row, target)
            db.execute(update(table).where(*_this(table, row)).values({owner.name: target}))
        else:
            _make_way(db, each, how, row, rivals[0], target)


def _make_way(db: Session, each: Personal, how: Merging, row: Row, winner: Row, target: str) -> None:
    content, other = _content(each, row), _content(each, winner)
    if content != other and not how.first and each.table.name != SetAsideRow.__tablename__:
        digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
        kept = {"visitor_id": target, "source": each.table.name, "digest": digest, "row": content}
        insert_or_ignore(db, SetAsideRow, kept)
    db.execute(delete(each.table).where(*_this(each.table, row)))


def _keys(each: Personal) -> tuple[tuple[str, ...], ...]:
    """The columns that, beside the owner, tell the rows of one visitor apart, in each way in which they must differ.

    Unique indexes on some rows only are left to `Merging.before`.
    """
    constraints: list[Iterable[Any]] = [each.table.primary_key.columns]
    constraints += [rule.columns for rule in each.table.constraints if isinstance(rule, UniqueConstraint)]
    constraints += [index.columns for index in each.table.indexes if index.unique and not _is_partial(index)]
    found = []
    for columns in constraints:
        names = [column.name for column in columns]
        if each.column.name in names:
            found.append(tuple(name for name in names if name != each.column.name))
    return tuple(dict.fromkeys(found))


def _is_partial(index: Any) -> bool:
    return any(options.get("where") is not None for options in index.dialect_options.values())


def _order(how: Merging, each: Personal, row: Row) -> tuple[Any, ...]:
    """The row with the greater one stands. Total: no two rows that differ are equal in it."""
    names = [how.by] if how.by else [column.name for column in each.table.c if isinstance(column.type, UTCDateTime)]
    moments = [row[name].timestamp() if row[name] is not None else 0.0 for name in names]
    if how.first:
        moments = [-moment for moment in moments]
    return (*moments, json.dumps(_content(each, row), sort_keys=True))


def _content(each: Personal, row: Row) -> dict[str, Any]:
    """What a row says, whoever owns it and however it is numbered."""
    key = {column.name for column in each.table.primary_key.columns}
    without = {each.column.name} if each.column.name in key else {each.column.name, *key}
    return {name: plain(value) for name, value in row.items() if name not in without}


def _rows(db: Session, each: Personal, visitor: str) -> list[Row]:
    rows = select(each.table).where(each.column == visitor).order_by(*each.table.primary_key.columns)
    return [dict(row) for row in db.execute(rows).mappings()]


def _values(row: Row, names: Iterable[str]) -> tuple[Any, ...]:
    return tuple(row[name] for name in names)


def _this(table: Table, row: Row) -> list[Any]:
    return [column == row[column.name] for column in table.primary_key.columns]
