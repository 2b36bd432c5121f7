"""Putting together what was done in several browsers: nothing is lost, in whichever order they come, and how often."""

from __future__ import annotations

import itertools
import json
import secrets
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Integer, MetaData, String, UniqueConstraint, func, insert, select
from sqlalchemy.orm import Session, sessionmaker

import roadmap.learning
from roadmap.learning.models import DraftRow, ProgressRow, QuizAnswerRow, SubmissionRow, WorkspaceRow
from roadmap.people.merging import merge
from roadmap.people.models import AccountRow, SetAsideRow, VisitorRow
from roadmap.people.personal import plain
from roadmap.settings import Settings
from roadmap.storage import make_engine, make_sessionmaker, upgrade

assert roadmap.learning  # its tables say how they are merged
START = datetime(2026, 1, 1, tzinfo=UTC)
Rows = list[tuple[type[Any], dict[str, Any]]]

moments = st.integers(0, 3).map(lambda days: START + timedelta(days=days))
names = st.sampled_from(["one", "two"])
files = st.sampled_from([{"a.py": "1"}, {"a.py": "2"}, {}])
rows = st.one_of(
    st.builds(
        lambda kind, item, at: (ProgressRow, {"kind": kind, "item": item, "done_at": at}),
        st.sampled_from(["lesson", "exercise"]), names, moments,
    ),
    st.builds(
        lambda exercise, files, at: (DraftRow, {"exercise": exercise, "version": "1", "files": files, "saved_at": at}),
        names, files, moments,
    ),
    st.builds(
        lambda question, chosen, right, at: (
            QuizAnswerRow,
            {"section": "s", "question": question, "chosen": chosen, "is_right": right, "answered_at": at},
        ),
        names, st.lists(st.integers(0, 1), max_size=2), st.booleans(), moments,
    ),
    st.builds(
        lambda name, data, at: (WorkspaceRow, {"name": name, "data": data, "saved_at": at}),
        names, st.binary(max_size=2), moments,
    ),
    st.builds(
        lambda exercise, digest, state: (
            SubmissionRow,
            {"kind": "check", "exercise": exercise, "files": {}, "files_hash": digest, "state": state},
        ),
        names, names, st.sampled_from(["queued", "finished", "cancelled"]),
    ),
)  # fmt: skip
UNFINISHED = ("queued", "running")


def key_of(model: type[Any], row: Mapping[str, Any]) -> tuple[Any, ...]:
    if model is SubmissionRow:
        return (row["exercise"], row["files_hash"]) if row["state"] in UNFINISHED else (secrets.token_hex(8),)
    return tuple(row[column.name] for column in model.__table__.primary_key.columns if column.name != "visitor_id")


@st.composite
def a_browser(draw: Any) -> Rows:
    """What one visitor can have: of each key one row."""
    found = {(model, key_of(model, row)): (model, row) for model, row in draw(st.lists(rows, max_size=8))}
    return list(found.values())


@pytest.fixture
def sessions(database_settings: Settings) -> Iterator[sessionmaker[Session]]:
    engine = make_engine(database_settings)
    upgrade(engine)
    yield make_sessionmaker(engine)
    engine.dispose()


def visitor_with(db: Session, rows: Rows) -> str:
    visitor = secrets.token_hex(16)
    db.add(VisitorRow(id=visitor))
    db.flush()
    for model, row in rows:
        more = {"id": secrets.token_hex(16)} if model is SubmissionRow else {}
        db.add(model(visitor_id=visitor, **row, **more))
    db.flush()
    return visitor


def contents(db: Session, visitor: str) -> dict[str, Counter[str]]:
    """All that a visitor has, by table, whatever it is numbered."""
    found = {}
    for model in (ProgressRow, DraftRow, QuizAnswerRow, WorkspaceRow, SubmissionRow, SetAsideRow):
        table = model.__table__
        stored = db.execute(select(table).where(table.c.visitor_id == visitor)).mappings()
        found[table.name] = Counter(written(model, dict(row)) for row in stored)
    return found


def written(model: type[Any], row: dict[str, Any]) -> str:
    if model is SubmissionRow:
        return json.dumps({name: row[name] for name in ("kind", "exercise", "files_hash", "state")})
    return json.dumps({name: plain(value) for name, value in row.items() if name != "visitor_id"}, sort_keys=True)


def merged(db: Session, account: Rows, browsers: list[Rows]) -> dict[str, Counter[str]]:
    target = visitor_with(db, account)
    for browser in browsers:
        source = visitor_with(db, browser)
        merge(db, source, target)
        assert db.get(VisitorRow, source) is None
        merge(db, source, target)
    return contents(db, target)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(account=a_browser(), browsers=st.lists(a_browser(), min_size=1, max_size=3))
def test_in_any_order(sessions: sessionmaker[Session], account: Rows, browsers: list[Rows]) -> None:
    with sessions() as db:
        outcomes = [merged(db, account, list(order)) for order in itertools.permutations(browsers)]
        # Which of the two the account was does not matter either.
        swapped = merged(db, browsers[0], [account, *browsers[1:]])
        db.rollback()
    assert all(outcome == outcomes[0] for outcome in outcomes)
    assert swapped == outcomes[0]


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(account=a_browser(), browser=a_browser())
def test_twice_is_once(sessions: sessionmaker[Session], account: Rows, browser: Rows) -> None:
    # A submission is one row that changes hands: there is never a second one that is the same.
    kept = [(model, row) for model, row in browser if model is not SubmissionRow]
    with sessions() as db:
        once = merged(db, account, [kept])
        twice = merged(db, account, [kept, kept])
        db.rollback()
    assert once == twice


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(browsers=st.lists(a_browser(), min_size=2, max_size=4))
def test_nothing_is_lost(sessions: sessionmaker[Session], browsers: list[Rows]) -> None:
    with sessions() as db:
        after = merged(db, browsers[0], browsers[1:])
        set_aside = {
            (row["source"], json.dumps(row["row"], sort_keys=True)) for row in map(json.loads, after["set_aside"])
        }
        db.rollback()
    for model, row in itertools.chain(*browsers):
        table = model.__tablename__
        if model is ProgressRow:
            (done,) = [
                each for each in map(json.loads, after[table]) if (each["kind"], each["item"]) == key_of(model, row)
            ]
            assert done["done_at"] <= row["done_at"].isoformat(), "the first time counts"
        elif model is not SubmissionRow:
            assert written(model, row) in after[table] or (table, written(model, row)) in set_aside
    sent = [row for model, row in itertools.chain(*browsers) if model is SubmissionRow]
    assert after["submissions"].total() == len(sent)
    by_digest = Counter(
        (row["exercise"], row["files_hash"]) for row in map(json.loads, after["submissions"].elements())
    )
    assert by_digest == Counter((row["exercise"], row["files_hash"]) for row in sent)
    waiting = {(row["exercise"], row["files_hash"]) for row in sent if row["state"] == "queued"}
    assert {
        (row["exercise"], row["files_hash"])
        for row in map(json.loads, after["submissions"].elements())
        if row["state"] == "queued"
    } == waiting, "what was waiting to be checked still is, once"


def test_the_later_draft_stands_and_the_other_is_set_aside(sessions: sessionmaker[Session]) -> None:
    def draft(text: str, day: int) -> Rows:
        moment = START + timedelta(days=day)
        return [(DraftRow, {"exercise": "x/y", "version": "1", "files": {"a.py": text}, "saved_at": moment})]

    with sessions() as db:
        target, source = visitor_with(db, draft("later", 2)), visitor_with(db, draft("earlier", 1))
        merge(db, source, target)
        (kept,) = db.scalars(select(DraftRow).where(DraftRow.visitor_id == target))
        (aside,) = db.scalars(select(SetAsideRow).where(SetAsideRow.visitor_id == target))
        assert kept.files == {"a.py": "later"}
        assert (aside.source, aside.row["files"]) == ("drafts", {"a.py": "earlier"})


def test_what_runs_stays_in_place_of_what_waits(sessions: sessionmaker[Session]) -> None:
    def sent(state: str) -> Rows:
        row = {"kind": "check", "exercise": "x/y", "files": {}, "files_hash": "h", "state": state}
        return [(SubmissionRow, row)]

    with sessions() as db:
        target, source = visitor_with(db, sent("queued")), visitor_with(db, sent("running"))
        merge(db, source, target)
        found = {row.state: row for row in db.scalars(select(SubmissionRow).where(SubmissionRow.visitor_id == target))}
        assert found.keys() == {"running", "cancelled"}
        assert found["cancelled"].spec == {"superseded_by": found["running"].id}


def test_the_visitor_of_an_account_is_not_merged_into_another(sessions: sessionmaker[Session]) -> None:
    with sessions() as db:
        source, target = visitor_with(db, []), visitor_with(db, [])
        db.add(AccountRow(id="a" * 32, visitor_id=source, address="ada@example.org"))
        db.flush()
        merge(db, source, target)
        assert db.get(VisitorRow, source) is not None
        merge(db, target, target)
        assert db.get(VisitorRow, target) is not None
        merge(db, "0" * 32, target)


def test_a_plugins_table_with_numbers_of_its_own(
    sessions: sessionmaker[Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows that a unique constraint tells apart, not the primary key."""
    from sqlalchemy import Column, ForeignKey, Table

    from roadmap.people import merging, personal
    from roadmap.storage import UTCDateTime

    metadata = MetaData()
    for table in (VisitorRow.__table__, AccountRow.__table__, SetAsideRow.__table__):
        table.to_metadata(metadata)
    notes = Table(
        "acme_notes",
        metadata,
        Column("number", Integer, primary_key=True),
        Column("owner", ForeignKey("visitors.id", ondelete="CASCADE"), nullable=False),
        Column("lesson", String(20), nullable=False),
        Column("text", String(20), nullable=False),
        Column("written_at", UTCDateTime, nullable=False),
        UniqueConstraint("owner", "lesson"),
    )
    monkeypatch.setattr(merging, "personal_tables", lambda: personal.personal_tables(metadata))
    with sessions() as db:
        notes.create(db.connection())
        target, source = visitor_with(db, []), visitor_with(db, [])
        for owner, lesson, text, day in (
            (target, "a", "old", 1), (source, "a", "new", 2), (source, "b", "only", 1), 
            (target, "c", "same", 1), (source, "c", "same", 1),
        ):  # fmt: skip
            row = {"owner": owner, "lesson": lesson, "text": text, "written_at": START + timedelta(days=day)}
            db.execute(insert(notes).values(**row))
        merge(db, source, target)
        kept = {row.lesson: row.text for row in db.execute(select(notes).where(notes.c.owner == target))}
        assert kept == {"a": "new", "b": "only", "c": "same"}
        assert db.scalar(select(func.count()).select_from(notes)) == 3
        (aside,) = db.scalars(select(SetAsideRow).where(SetAsideRow.visitor_id == target))
        assert aside.row["text"] == "old" and "number" not in aside.row
        db.rollback()
