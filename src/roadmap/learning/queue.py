"""The queue in the database: whose turn it is, who holds a submission, and the one verdict that is taken."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from sqlalchemy import CursorResult, func, select, text, update
from sqlalchemy.orm import Session

from roadmap.learning.models import ProgressRow, SubmissionRow
from roadmap.people import VisitorRow
from roadmap.runner.verdict import Verdict
from roadmap.storage import insert_or_ignore, now

MOST_ATTEMPTS = 3
"""A submission that has been running when its process died this many times is not tried again."""
RECENT = 20
_CLAIM_LOCK = 7_306_222  # any number that nothing else in the database uses
POISON = (
    "Our runner broke down each time it ran this program, so it was set aside. That does not count against you. "
    "If you have changed the program, send it again."
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A submission that one worker holds. Its verdict is stored only as long as `lease` is still the one on record."""

    id: str
    lease: str
    visitor_id: str
    kind: str
    exercise: str
    exercise_version: str
    files: Mapping[str, str]
    files_hash: str
    spec: Mapping[str, Any]
    queued_seconds: float


def new_lease() -> str:
    return secrets.token_hex(16)


def in_turn(queued: Iterable[tuple[int, str]], running: Mapping[str, int], turns: Mapping[str, int]) -> list[int]:
    """Numbers of queued submissions, given as (number, visitor), in the order in which they will be run.

    In rounds: everybody's first, then everybody's second. A visitor who has something running is that many rounds
    late; within a round whoever ran longest ago comes first. So a visitor who sends fifty waits for their own, and
    nobody else does.
    """
    ahead: dict[str, int] = defaultdict(int)
    order = []
    for number, visitor in sorted(queued):
        order.append((running.get(visitor, 0) + ahead[visitor], turns.get(visitor, 0), number))
        ahead[visitor] += 1
    return [number for *_, number in sorted(order)]


def order_of_queue(db: Session) -> list[int]:
    """Numbers of all queued submissions, next one first."""
    queued = [
        (number, visitor)
        for number, visitor in db.execute(
            select(SubmissionRow.number, SubmissionRow.visitor_id).where(SubmissionRow.state == "queued")
        )
    ]
    if len(queued) < 2:
        return [number for number, _ in queued]
    visitors = {visitor for _, visitor in queued}
    return in_turn(queued, _running(db), _turns(db, visitors))


def is_empty(db: Session) -> bool:
    return db.scalar(select(SubmissionRow.number).where(SubmissionRow.state == "queued").limit(1)) is None


def waiting(db: Session) -> int:
    """How many submissions are queued."""
    return db.scalar(select(func.count()).select_from(SubmissionRow).where(SubmissionRow.state == "queued")) or 0


def claim(db: Session, dispatcher: str, lease: str) -> Claim | None:
    """Take the submission whose turn it is, if any waits."""
    if db.get_bind().dialect.name == "postgresql":
        # One claim at a time, as in SQLite: whose turn it is depends on what all others have just taken.
        db.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _CLAIM_LOCK})
    for number in order_of_queue(db):
        turn = (db.scalar(select(func.max(SubmissionRow.turn))) or 0) + 1
        taken = _update(
            db,
            (SubmissionRow.number == number, SubmissionRow.state == "queued"),
            state="running",
            lease=lease,
            dispatcher=dispatcher,
            attempts=SubmissionRow.attempts + 1,
            started_at=now(),
            turn=turn,
        )
        if taken:
            row = db.scalars(select(SubmissionRow).where(SubmissionRow.number == number)).one()
            return _claim(row, lease)
    return None


def finish(db: Session, held: Claim, verdict: Verdict, seconds: float) -> bool:
    """Store the verdict, and with it that the exercise is passed; False if somebody else has decided meanwhile."""
    # Before the submission, as merging does: two that wait for each other would both be undone.
    owner = _owner(db, held) if held.kind == "check" and verdict.passed else None
    stored = _update(
        db,
        _held(held.lease, held.id),
        state="finished",
        lease=None,
        finished_at=now(),
        seconds=seconds,
        verdict=verdict.to_dict(),
        verdict_state=verdict.state.value,
    )
    if stored and owner is not None:
        passed = {"visitor_id": owner, "kind": "exercise", "item": held.exercise, "done_at": now()}
        insert_or_ignore(db, ProgressRow, passed)
    return stored


def release(db: Session, held: Claim) -> bool:
    """Give back what could not be run to its end through no fault of its own: it waits again, uncounted."""
    attempts = SubmissionRow.attempts - 1
    return _update(db, _held(held.lease, held.id), state="queued", lease=None, started_at=None, attempts=attempts)


def is_held(db: Session, held: Claim) -> bool:
    return db.scalar(select(SubmissionRow.number).where(*_held(held.lease, held.id))) is not None


def hand_on(db: Session, held: Claim, verdict: Verdict) -> bool:
    """Give back what could not be run here, for somebody else to try; `verdict` stands if it has been tried enough."""
    attempts = db.scalar(select(SubmissionRow.attempts).where(*_held(held.lease, held.id)))
    if attempts is not None and attempts >= MOST_ATTEMPTS:
        return finish(db, held, verdict, 0.0)
    return _update(db, _held(held.lease, held.id), state="queued", lease=None, started_at=None)


def beat(db: Session, leases: Collection[str]) -> None:
    """Show that whoever holds these is alive."""
    _update(db, (SubmissionRow.lease.in_(leases), SubmissionRow.state == "running"), beats=SubmissionRow.beats + 1)


def beats(db: Session) -> dict[str, int]:
    """The leases of all that is running, each with its holder's signs of life so far."""
    columns = select(SubmissionRow.lease, SubmissionRow.beats).where(SubmissionRow.state == "running")
    return {lease: count for lease, count in db.execute(columns) if lease is not None}


def recover(db: Session, dispatcher: str, active: Container[str], silent: Container[str] = ()) -> list[str]:
    """Put back what nobody runs any more, or set it aside after too many attempts; returns the ids concerned.

    `active` are the leases that `dispatcher`, the caller, is still working on: the live collection, not a copy, since
    it is looked at after the rows. A lease is in it from before its claim until after its verdict, so what is read as
    running and is not in it has either been decided by then, which the lease tells, or is held by nobody. `silent` are
    the leases of others that have shown no sign of life for too long.
    """
    recovered = []
    for row in db.scalars(select(SubmissionRow).where(SubmissionRow.state == "running")).all():
        ours = row.dispatcher == dispatcher and row.lease not in active
        lost = row.dispatcher != dispatcher and row.lease in silent
        if not (ours or lost) or row.lease is None:
            continue
        held = _claim(row, row.lease)
        if hand_on(db, held, about(Verdict.unavailable(POISON), held)):
            recovered.append(held.id)
    return recovered


def mean_seconds(db: Session) -> float:
    """How long recent runs took, each; a second if nothing has run yet."""
    recent = (
        select(SubmissionRow.seconds)
        .where(SubmissionRow.state == "finished", SubmissionRow.seconds > 0)
        .order_by(SubmissionRow.number.desc())
        .limit(RECENT)
    )
    seconds = [value for value in db.scalars(recent) if value]
    return sum(seconds) / len(seconds) if seconds else 1.0


def about(verdict: Verdict, held: Claim) -> Verdict:
    """`verdict`, saying what it is the verdict on."""
    return replace(verdict, exercise=held.exercise, exercise_version=held.exercise_version, files_hash=held.files_hash)


def _claim(row: SubmissionRow, lease: str) -> Claim:
    return Claim(
        id=row.id,
        lease=lease,
        visitor_id=row.visitor_id,
        kind=row.kind,
        exercise=row.exercise,
        exercise_version=row.exercise_version,
        files=row.files,
        files_hash=row.files_hash,
        spec=row.spec or {},
        queued_seconds=max(0.0, (now() - row.created_at).total_seconds()),
    )


def _owner(db: Session, held: Claim) -> str | None:
    """Whose submission it is by now, and stays until the transaction ends; they may have signed in since the claim."""
    mine = SubmissionRow.id == held.id
    owner = (
        select(VisitorRow.id)
        .join(SubmissionRow, SubmissionRow.visitor_id == VisitorRow.id)
        .where(mine)
        .with_for_update(read=True, key_share=True, of=VisitorRow)
    )
    # Somebody who was just being merged is gone when the wait for them is over, and the submission is another's.
    while (found := db.scalar(owner)) is None and db.scalar(select(SubmissionRow.number).where(mine)) is not None:
        pass
    return found


def _held(lease: str, id: str) -> tuple[Any, ...]:
    return (SubmissionRow.id == id, SubmissionRow.lease == lease, SubmissionRow.state == "running")


def _update(db: Session, where: tuple[Any, ...], **values: Any) -> bool:
    statement = update(SubmissionRow).where(*where).values(**values).execution_options(synchronize_session=False)
    result = cast("CursorResult[Any]", db.execute(statement))
    return result.rowcount > 0


def _running(db: Session) -> dict[str, int]:
    counted = (
        select(SubmissionRow.visitor_id, func.count().label("running"))
        .where(SubmissionRow.state == "running")
        .group_by(SubmissionRow.visitor_id)
    )
    return {row.visitor_id: row.running for row in db.execute(counted)}


def _turns(db: Session, visitors: Collection[str]) -> dict[str, int]:
    latest = (
        select(SubmissionRow.visitor_id, func.max(SubmissionRow.turn).label("latest"))
        .where(SubmissionRow.visitor_id.in_(visitors), SubmissionRow.turn.is_not(None))
        .group_by(SubmissionRow.visitor_id)
    )
    return {row.visitor_id: row.latest for row in db.execute(latest)}
