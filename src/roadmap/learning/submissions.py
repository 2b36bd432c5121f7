"""The service of `request.submissions`: sending programs, and what became of them."""

from __future__ import annotations

import math
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session, sessionmaker

from roadmap.catalogue import Catalogue, Exercise
from roadmap.languages import _
from roadmap.learning import queue
from roadmap.learning.errors import Locked, QueueFull, TooMany
from roadmap.learning.estimate import Place, place_of
from roadmap.learning.events import EventLog, Look, StoredEvent, Watch
from roadmap.learning.files import checked_files, files_digest
from roadmap.learning.jobs import run_spec
from roadmap.learning.models import ProgressRow, SubmissionRow
from roadmap.learning.rates import Rates
from roadmap.learning.submission import Submission, as_value
from roadmap.learning.trail import Trail
from roadmap.people import Visitors
from roadmap.runner.job import Job
from roadmap.runner.verdict import State
from roadmap.storage import insert_or_ignore, now, reading

HISTORY = 50
"""So many finished submissions are kept of each visitor and exercise, and so many runs."""
UNFINISHED = ("queued", "running")


@dataclass(frozen=True)
class Desk:
    """What the service needs of the application, the same for all requests."""

    catalogue: Catalogue
    sessions: sessionmaker[Session]
    rates: Rates
    events: EventLog
    slots: int
    queue_limit: int
    trail: Trail


class Submissions:
    """The submissions of one visitor. Everything is stored with the request's transaction.

    `after_commit` is given what has to happen once it is committed: `wake` the dispatcher, or `interrupt` a run.
    """

    def __init__(
        self,
        db: Callable[[], Session],
        visitors: Visitors,
        address: str,
        desk: Desk,
        after_commit: Callable[[Callable[[], None]], None],
        wake: Callable[[], None],
        interrupt: Callable[[str], None],
    ) -> None:
        self._open = db
        self._visitors = visitors
        self._address = address
        self._desk = desk
        self._after_commit = after_commit
        self._wake = wake
        self._interrupt = interrupt

    @property
    def _db(self) -> Session:
        return self._open()

    def submit(self, exercise: Exercise, edited_files: Mapping[str, Any]) -> Submission:
        """Have `edited_files` graded. Files that are left out count as the exercise gives them.

        An equal submission that is not finished is returned in place of a second one; another one that has not begun
        is cancelled, since this one has replaced it, and says so (`superseded_by`).

        :raises BadFiles: (a ValueError) names the file.
        :raises Locked: this site does not offer the exercise.
        :raises TooMany: says when to come back.
        :raises QueueFull: says when to come back.
        """
        if self._desk.catalogue.exercise_by_key(exercise.key) is None:
            raise Locked(_("The exercise ${exercise} is not open on this site.", mapping={"exercise": exercise.key}))
        files = checked_files(edited_files, exercise.edit)
        return self._send("check", exercise.key, exercise.version, files, files_digest(files), None)

    def run(self, job: Job) -> Submission:
        """Have a job of kind "run" executed, without grading. Raises what `submit` does."""
        if job.kind != "run":
            raise ValueError(f"a job of kind {job.kind!r} is not for run()")
        files = checked_files(job.files)
        spec = run_spec(job)
        return self._send("run", job.exercise, job.exercise_version, files, files_digest(files, spec), spec)

    def get(self, id: str) -> Submission | None:
        """The submission, if it is this visitor's."""
        row = self._row(id)
        return as_value(row) if row is not None else None

    def of(self, exercise_key: str, limit: int = HISTORY) -> list[Submission]:
        """This visitor's checks of an exercise, newest first."""
        visitor = self._visitors.current
        if visitor is None:
            return []
        rows = self._db.scalars(
            select(SubmissionRow)
            .where(
                SubmissionRow.visitor_id == visitor.id,
                SubmissionRow.exercise == exercise_key,
                SubmissionRow.kind == "check",
            )
            .order_by(SubmissionRow.number.desc())
            .limit(limit)
        )
        return [as_value(row) for row in rows]

    def latest(self, exercise_key: str) -> Submission | None:
        """What a page shows: the check that was sent last and not cancelled, whichever verdict came last."""
        return next((sent for sent in self.of(exercise_key) if sent.state != "cancelled"), None)

    def cancel(self, id: str) -> Submission | None:
        """Give up on a submission; one that is finished stays as it is. None if it is not this visitor's."""
        row = self._row(id)
        if row is None:
            return None
        self._db.execute(
            update(SubmissionRow)
            .where(SubmissionRow.number == row.number, SubmissionRow.state.in_(UNFINISHED))
            .values(state="cancelled", lease=None, finished_at=now())
            .execution_options(synchronize_session=False)
        )
        self._after_commit(lambda: self._interrupt(id))
        self._db.refresh(row)
        return as_value(row)

    def place(self, submission: Submission) -> Place:
        """Its place in the queue, and how long it will wait there."""
        return place_of(self._db, submission.number, self._desk.catalogue, self._desk.slots)

    def events(self, id: str, after: int = 0, *, patience: float = 900.0, ping: float = 15.0) -> Iterator[StoredEvent]:
        """What happens to a submission, from the event `after` on and until it is finished.

        Ends after `patience` seconds in any case, whether or not anything has happened; after `ping` seconds of silence
        there is an event that says just that. May be iterated after the request has ended: it reads with sessions of
        its own.

        :raises LookupError: it is not this visitor's.
        """
        row = self._row(id)
        if row is None:
            raise LookupError(f"there is no submission {id!r}")
        number, desk = row.number, self._desk
        return Watch(
            self._desk.events,
            id,
            lambda: _look(desk, number),
            after=after,
            ping_seconds=ping,
            patience_seconds=patience,
        )

    def may_see_solution(self, exercise: Exercise) -> bool:
        """After passing, and after having tried: a verdict that is our own fault is no try."""
        visitor = self._visitors.current
        if visitor is None:
            return False
        passed = select(ProgressRow.item).where(
            ProgressRow.visitor_id == visitor.id, ProgressRow.kind == "exercise", ProgressRow.item == exercise.key
        )
        tried = select(SubmissionRow.number).where(
            SubmissionRow.visitor_id == visitor.id,
            SubmissionRow.exercise == exercise.key,
            SubmissionRow.kind == "check",
            SubmissionRow.state == "finished",
            SubmissionRow.verdict_state != State.UNAVAILABLE.value,
        )
        return any(self._db.scalar(question.limit(1)) is not None for question in (passed, tried))

    def _row(self, id: str) -> SubmissionRow | None:
        visitor = self._visitors.current
        if visitor is None:
            return None
        mine = select(SubmissionRow).where(SubmissionRow.id == id, SubmissionRow.visitor_id == visitor.id)
        return self._db.scalars(mine.execution_options(populate_existing=True)).one_or_none()

    def _send(
        self,
        kind: str,
        exercise: str,
        version: str,
        files: dict[str, str],
        digest: str,
        spec: dict[str, Any] | None,
    ) -> Submission:
        known = self._visitors.current
        try:
            self._desk.rates.spend(known.id if known else None, self._address)
        except TooMany:
            self._desk.trail.figures.refused("rate")
            raise
        visitor = self._visitors.ensure().id
        superseded = self._supersede(visitor, exercise, digest) if kind == "check" else []
        values = {
            "visitor_id": visitor,
            "kind": kind,
            "exercise": exercise,
            "exercise_version": version,
            "files": files,
            "files_hash": digest,
            "spec": spec,
            "state": "queued",
        }
        equal = select(SubmissionRow).where(
            SubmissionRow.visitor_id == visitor,
            SubmissionRow.kind == kind,
            SubmissionRow.exercise == exercise,
            SubmissionRow.files_hash == digest,
            SubmissionRow.state.in_(UNFINISHED),
        )
        while True:
            found = self._db.scalars(equal.execution_options(populate_existing=True)).one_or_none()
            if found is not None:
                _name_successor(self._db, superseded, found.id)
                return as_value(found)
            self._require_room()
            id = secrets.token_hex(16)
            new = {**values, "id": id, "created_at": now(), "attempts": 0}
            # False: the other tab was quicker, and its row is there now, unless it is finished already.
            if insert_or_ignore(self._db, SubmissionRow, new):
                self._desk.trail.accepted(id, kind, exercise)
                _name_successor(self._db, superseded, id)
                self._forget_old(visitor, kind, exercise)
                self._after_commit(partial(self._desk.trail.queued, id, kind))
                self._after_commit(self._wake)
                return as_value(self._db.scalars(select(SubmissionRow).where(SubmissionRow.id == id)).one())

    def _supersede(self, visitor: str, exercise: str, digest: str) -> list[int]:
        """Take what has not begun out of the queue; returns the numbers."""
        cancelled = self._db.scalars(
            update(SubmissionRow)
            .where(
                SubmissionRow.visitor_id == visitor,
                SubmissionRow.exercise == exercise,
                SubmissionRow.kind == "check",
                SubmissionRow.state == "queued",
                SubmissionRow.files_hash != digest,
            )
            .values(state="cancelled", finished_at=now())
            .returning(SubmissionRow.number)
            .execution_options(synchronize_session=False)
        )
        return list(cancelled)

    def _require_room(self) -> None:
        counted = select(func.count()).select_from(SubmissionRow).where(SubmissionRow.state == "queued")
        waiting = self._db.scalar(counted) or 0
        if waiting >= self._desk.queue_limit:
            # Not when one place is free, for which all would race, but when a good part of the queue has been run.
            rest = queue.mean_seconds(self._db) * waiting / self._desk.slots / 4
            self._desk.trail.figures.refused("queue_full")
            raise QueueFull(min(600, max(1, math.ceil(rest))))

    def _forget_old(self, visitor: str, kind: str, exercise: str) -> None:
        mine = (
            SubmissionRow.visitor_id == visitor,
            SubmissionRow.kind == kind,
            SubmissionRow.exercise == exercise,
            SubmissionRow.state.not_in(UNFINISHED),
        )
        newest = select(SubmissionRow.number).where(*mine).order_by(SubmissionRow.number.desc())
        last = self._db.scalar(newest.offset(HISTORY).limit(1))
        if last is not None:
            self._db.execute(
                delete(SubmissionRow)
                .where(*mine, SubmissionRow.number <= last)
                .execution_options(synchronize_session=False)
            )


def _name_successor(db: Session, superseded: Iterable[int], id: str) -> None:
    for number in superseded:
        db.execute(
            update(SubmissionRow)
            .where(SubmissionRow.number == number)
            .values(spec={"superseded_by": id})
            .execution_options(synchronize_session=False)
        )


def _look(desk: Desk, number: int) -> Look:
    with reading(desk.sessions) as db:
        columns = select(SubmissionRow.kind, SubmissionRow.state, SubmissionRow.verdict, SubmissionRow.spec).where(
            SubmissionRow.number == number
        )
        found = db.execute(columns).one_or_none()
        if found is None:
            return Look("cancelled")
        if found.state == "queued":
            place = place_of(db, number, desk.catalogue, desk.slots)
            return Look("queued", place.number, place.seconds)
        successor = (found.spec or {}).get("superseded_by") if found.kind == "check" else None
        return Look(found.state, verdict=found.verdict, superseded_by=successor)
