"""All that is kept on a person is exported and deleted: proven table by table, so that no new one is missed."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Boolean, Column, Float, Integer, LargeBinary, MetaData, Table, func, insert, inspect, select
from sqlalchemy.orm import Session, sessionmaker

import roadmap.learning
import roadmap.people
from roadmap.people.personal import WITHHELD, erase, export, personal_tables, rows_of
from roadmap.settings import Settings
from roadmap.storage import Base, JSONText, UTCDateTime, make_engine, make_sessionmaker, upgrade

assert roadmap.learning and roadmap.people  # all tables of core
METADATA = Base.metadata
# No more than what says nothing of anybody.
NOBODYS = {
    "alembic_version": "the revision of the tables",
    "spent_links": "random numbers of links, without whom they were sent to",
    "throttles": "keyed digests, which are deleted with the account",
}


@pytest.fixture
def sessions(database_settings: Settings) -> Iterator[sessionmaker[Session]]:
    engine = make_engine(database_settings)
    upgrade(engine)
    yield make_sessionmaker(engine)
    engine.dispose()


def value_for(column: Column[Any]) -> Any:
    """Something that is found nowhere else."""
    if isinstance(column.type, UTCDateTime):
        return datetime.now(UTC)
    if isinstance(column.type, JSONText):
        return {"unique": secrets.token_hex(8)}
    if isinstance(column.type, LargeBinary):
        return secrets.token_bytes(16)
    if isinstance(column.type, Boolean):
        return True
    if isinstance(column.type, Integer | Float):
        return secrets.randbelow(2**31)
    length = getattr(column.type, "length", None) or 32
    return secrets.token_hex(16)[:length]


def add_row(db: Session, table: Table, owners: dict[str, Any]) -> dict[str, Any]:
    """A row with something in every column; foreign keys lead to `owners`, by the name of the column."""
    row = {column.name: owners.get(column.name, value_for(column)) for column in table.columns}
    db.execute(insert(table).values(**row))
    return row


def person(db: Session) -> tuple[str, dict[str, dict[str, Any]]]:
    """Somebody with a row in every table that is personal; and these rows."""
    rows = {"visitors": add_row(db, METADATA.tables["visitors"], {})}
    for each in personal_tables(METADATA):
        owners = {
            key.parent.name: rows[key.column.table.name][key.column.name]
            for key in each.table.foreign_keys
            if key.column.table.name in rows
        }
        rows[each.table.name] = add_row(db, each.table, owners)
    return rows["visitors"]["id"], rows


def test_every_table_is_somebodys_or_nobodys(sessions: sessionmaker[Session]) -> None:
    there = set(inspect(sessions.kw["bind"]).get_table_names())
    theirs = {"visitors", *(each.table.name for each in personal_tables(METADATA))}
    unknown = there - theirs - NOBODYS.keys()
    assert unknown == set(), (
        f"{unknown}: give it a foreign key to visitors.id or accounts.id with ondelete CASCADE, so that it is exported "
        "and deleted with the rest; if it says nothing of anybody, say in NOBODYS why"
    )
    assert not theirs & NOBODYS.keys()


def test_whatever_looks_like_an_owner_is_a_foreign_key_that_deletes() -> None:
    for table in METADATA.tables.values():
        for column in table.columns:
            if column.name in ("visitor_id", "account_id"):
                keys = list(column.foreign_keys)
                assert keys, f"{table.name}.{column.name} is no foreign key: its rows would be in no export"
                assert all(key.ondelete == "CASCADE" for key in keys), f"{table.name} would stop a deletion"


def test_the_export_has_every_column_of_every_row(sessions: sessionmaker[Session]) -> None:
    with sessions.begin() as db:
        visitor, rows = person(db)
        person(db)
        exported = export(db, visitor)
    assert exported.keys() == rows.keys()
    for table, row in rows.items():
        (found,) = exported[table]
        assert found.keys() == row.keys()
        for name, value in row.items():
            assert found[name] == WITHHELD or found[name] == value or isinstance(value, datetime | bytes), (table, name)
    withheld = {
        (table, name) for table, (found,) in exported.items() for name, value in found.items() if value == WITHHELD
    }
    assert {name for _, name in withheld} == {"id", "visitor_id", "password_hash", "token_digest"}
    assert {table for table, name in withheld if name == "id"} == {"visitors"}
    written = json.dumps(exported)
    assert visitor not in written and rows["accounts"]["password_hash"] not in written


def test_nothing_is_left_after_the_deletion(sessions: sessionmaker[Session]) -> None:
    with sessions.begin() as db:
        visitor, rows = person(db)
        other, others = person(db)
    with sessions.begin() as db:
        erase(db, visitor)
    with sessions() as db:
        for table in METADATA.tables.values():
            if table.name in rows:
                assert db.scalar(select(func.count()).select_from(table)) == 1, f"{table.name}: of the other one"
        # Nor anywhere else, in whatever column of whatever table.
        dump = [str(tuple(row)) for table in METADATA.tables.values() for row in db.execute(select(table))]
        assert export(db, other).keys() == others.keys()
        assert all(len(found) == 1 for _, found in rows_of(db, other))
    traces = {
        str(value) for row in rows.values() for value in row.values() if isinstance(value, str) and len(value) > 15
    }
    assert traces and not [line for line in dump if any(trace in line for trace in traces)]


def test_a_plugins_table_is_found_by_its_foreign_keys() -> None:
    from sqlalchemy import ForeignKey, String

    metadata = MetaData()
    METADATA.tables["visitors"].to_metadata(metadata)
    Table("acme_boards", metadata, Column("id", Integer, primary_key=True), Column("owner", ForeignKey("visitors.id")))
    Table(
        "acme_cards", metadata, Column("id", Integer, primary_key=True), Column("board", ForeignKey("acme_boards.id"))
    )
    Table("acme_prices", metadata, Column("id", String(3), primary_key=True))
    assert [(each.table.name, each.is_direct) for each in personal_tables(metadata)] == [
        ("acme_boards", True),
        ("acme_cards", False),
    ]
