"""Submissions under everything that can happen to them, in any order: one verdict each, and none lost."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select

from roadmap.catalogue import Catalogue, Exercise
from roadmap.learning import EventLog, Figures, QueueFull, Submissions, Trail, queue
from roadmap.learning.models import ProgressRow, SubmissionRow
from roadmap.learning.moved import Moved
from roadmap.learning.queue import Claim, in_turn
from roadmap.learning.rates import Rates
from roadmap.learning.submissions import Desk
from roadmap.people import Visitors
from roadmap.people.cookie import VisitorCookie
from roadmap.runner.verdict import State, Verdict
from roadmap.settings import Settings
from roadmap.storage import Base, make_engine, make_sessionmaker

visitors = st.integers(0, 2)
programs = st.sampled_from(["a", "b"])
QUEUE = 5


class Life(RuleBasedStateMachine):
    """Workers die (`crash`) with what they hold; late verdicts come from the dead (`haunt`)."""

    make_catalogue: Callable[[], Catalogue]

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        engine = make_engine(Settings(data=Path(self.folder.name), secret="x"))
        Base.metadata.create_all(engine)
        self.engine = engine
        self.sessions = make_sessionmaker(engine)
        self.cookie = VisitorCookie("x", secure=False)
        catalogue = type(self).make_catalogue()
        self.exercises: list[Exercise] = list(catalogue.sections[0].exercises)
        trail = Trail(catalogue, Figures())
        self.desk = Desk(
            catalogue, self.sessions, Rates(10**6, 10**6), EventLog(), 1, QUEUE, trail, Moved(lambda: catalogue)
        )
        self.held: list[Claim] = []
        self.ghosts: list[Claim] = []
        self.verdicts: dict[str, str] = {}
        self.sent: set[str] = set()
        self.cancelled: set[str] = set()
        self.leases = 0

    def teardown(self) -> None:
        # Whatever has happened, what is not cancelled has a verdict once somebody works on it.
        self.crash()
        while self._claim():
            self.finish(0, State.PASSED)
        with self.sessions() as db:
            left = db.scalars(select(SubmissionRow.state).where(SubmissionRow.state.in_(("queued", "running")))).all()
            stored = {id for (id,) in db.execute(select(SubmissionRow.id))}
        assert left == []
        assert stored == self.sent
        self.engine.dispose()
        self.folder.cleanup()

    def _as(self, visitor: int, db: Any) -> Submissions:
        who = Visitors(lambda: db, self.cookie, self.cookie.value(f"{visitor:032}"), lambda write: None)
        return Submissions(lambda: db, who, "local", self.desk, lambda step: None, lambda: None, lambda id: None)

    @rule(visitor=visitors, exercise=st.integers(0, 1), program=programs)
    def submit(self, visitor: int, exercise: int, program: str) -> None:
        with self.sessions() as db:
            try:
                sent = self._as(visitor, db).submit(self.exercises[exercise], {"app.py": program})
            except QueueFull:
                db.rollback()
                return
            db.commit()
            gone = select(SubmissionRow.id).where(SubmissionRow.state == "cancelled")
            self.cancelled |= set(db.scalars(gone))
        assert sent.state in ("queued", "running")
        self.sent.add(sent.id)

    @rule()
    def claim(self) -> None:
        self._claim()

    def _claim(self) -> bool:
        self.leases += 1
        with self.sessions.begin() as db:
            claim = queue.claim(db, "us", f"lease {self.leases}")
        if claim is not None:
            self.held.append(claim)
        return claim is not None

    @precondition(lambda self: self.held)
    @rule(which=st.integers(0, 9), state=st.sampled_from(State))
    def finish(self, which: int, state: State) -> None:
        claim = self.held.pop(which % len(self.held))
        with self.sessions.begin() as db:
            stored = queue.finish(db, claim, Verdict(state=state), 0.1)
        assert stored == (claim.id not in self.cancelled)
        if stored:
            assert claim.id not in self.verdicts
            self.verdicts[claim.id] = state.value

    @precondition(lambda self: self.held)
    @rule(which=st.integers(0, 9))
    def release(self, which: int) -> None:
        claim = self.held.pop(which % len(self.held))
        with self.sessions.begin() as db:
            assert queue.release(db, claim) == (claim.id not in self.cancelled)

    @precondition(lambda self: self.sent)
    @rule(which=st.integers(0, 99), visitor=visitors)
    def cancel(self, which: int, visitor: int) -> None:
        id = sorted(self.sent)[which % len(self.sent)]
        with self.sessions() as db:
            found = self._as(visitor, db).cancel(id)
            db.commit()
        if found is not None and found.state == "cancelled":
            self.cancelled.add(id)

    @rule()
    def crash(self) -> None:
        self.ghosts += self.held
        self.held = []
        with self.sessions.begin() as db:
            queue.recover(db, "us", ())
            poisoned = select(SubmissionRow.id, SubmissionRow.verdict).where(SubmissionRow.state == "finished")
            for id, verdict in db.execute(poisoned):
                if verdict["message"] == queue.POISON:
                    self.verdicts[id] = "unavailable"

    @precondition(lambda self: self.ghosts)
    @rule(which=st.integers(0, 9))
    def haunt(self, which: int) -> None:
        claim = self.ghosts[which % len(self.ghosts)]
        with self.sessions.begin() as db:
            assert not queue.finish(db, claim, Verdict(state=State.PASSED), 0.1)
            assert not queue.is_held(db, claim)

    @rule()
    def sweep(self) -> None:
        with self.sessions.begin() as db:
            assert queue.recover(db, "us", {claim.lease for claim in self.held}) == []

    @invariant()
    def the_database_says_what_has_happened(self) -> None:
        with self.sessions() as db:
            rows = db.scalars(select(SubmissionRow)).all()
            passed = {(row.visitor_id, row.item) for row in db.scalars(select(ProgressRow))}
        assert {row.id: row.verdict_state for row in rows if row.state == "finished"} == self.verdicts
        assert {row.id for row in rows if row.state == "cancelled"} == self.cancelled
        assert passed == {(row.visitor_id, row.exercise) for row in rows if row.verdict_state == "passed"}
        assert {row.id for row in rows} == self.sent
        for row in rows:
            assert (row.verdict is not None) == (row.state == "finished")
            assert (row.lease is not None) == (row.state == "running")
            assert row.attempts <= queue.MOST_ATTEMPTS
        unfinished = [
            (row.visitor_id, row.exercise, row.files_hash) for row in rows if row.state in ("queued", "running")
        ]
        assert len(unfinished) == len(set(unfinished))
        waiting = [(row.visitor_id, row.exercise) for row in rows if row.state == "queued" and row.turn is None]
        assert len(waiting) == len(set(waiting))


def test_life(demo_catalogue: Callable[[], Catalogue]) -> None:
    Life.make_catalogue = staticmethod(demo_catalogue)  # type: ignore[assignment]
    run_state_machine_as_test(Life, settings=settings(max_examples=30, stateful_step_count=30, deadline=None))


queues = st.lists(st.sampled_from("abcd"), max_size=30)


@given(
    queues,
    st.dictionaries(st.sampled_from("abcd"), st.integers(0, 3)),
    st.dictionaries(st.sampled_from("abcd"), st.integers(1, 9)),
)
def test_turns_are_fair(senders: list[str], running: dict[str, int], turns: dict[str, int]) -> None:
    queued = list(enumerate(senders))
    order = in_turn(queued, running, turns)
    assert sorted(order) == [number for number, _ in queued]
    for visitor in set(senders):
        own = [number for number in order if senders[number] == visitor]
        assert own == sorted(own), "one's own come in the order in which they were sent"
        if not running.get(visitor):
            before = [senders[number] for number in order[: order.index(own[0])]]
            assert len(before) == len(set(before)), "nobody gets a second turn before another's first"
