"""The service of `request.progress`: lessons done, exercises passed, questions answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import delete, func, literal, select, union_all
from sqlalchemy.orm import Session

from roadmap.catalogue import Catalogue
from roadmap.learning.models import DraftRow, NoteRow, ProgressRow, QuizAnswerRow, SubmissionRow
from roadmap.learning.moved import Moved
from roadmap.learning.standing import Standing, Touched, standing
from roadmap.people import Visitors
from roadmap.runner.verdict import State
from roadmap.storage import insert_or_ignore, now


class Progress:
    """Keyed by permanent ids; what was done under one that is gone counts for the one that has replaced it."""

    def __init__(
        self,
        db: Callable[[], Session],
        visitors: Visitors,
        catalogue: Catalogue,
        moved: Moved,
    ) -> None:
        self._db = db
        self._visitors = visitors
        self._catalogue = catalogue
        self._moved = moved

    def all(self) -> dict[str, Any]:
        """Everything, JSON-ready::

        {"lessons": {"flask/micro": "2026-11-22T10:00:00+00:00"},
         "exercises": {"flask/url-shortener": {"passed": "2026-… or None", "attempts": 3}},
         "quizzes": {"flask": {"answered": 5, "right": 4}}}
        """
        done = self._done()
        exercises: dict[str, dict[str, Any]] = {
            key: {"passed": None, "attempts": count} for key, count in self._attempts().items()
        }
        for key, moment in done["exercise"].items():
            exercises.setdefault(key, {"passed": None, "attempts": 0})["passed"] = moment
        return {"lessons": done["lesson"], "exercises": exercises, "quizzes": self._quizzes()}

    def standing(self, done: Mapping[str, Any], catalogue: Catalogue | None = None) -> Standing:
        """Where this visitor stands, given what `all` has answered.

        :param catalogue: the same in another language: pages in the answer are of it.
        """
        return standing(catalogue or self._catalogue, done, self._touched())

    def complete(self, section: str, lesson: str) -> None:
        """Mark a lesson as done; the first time counts.

        :raises LookupError: there is no such lesson.
        """
        if self._catalogue.lesson(section, lesson) is None:
            raise LookupError(f"there is no lesson {section}/{lesson}")
        visitor = self._visitors.ensure()
        values = {"visitor_id": visitor.id, "kind": "lesson", "item": f"{section}/{lesson}", "done_at": now()}
        insert_or_ignore(self._db(), ProgressRow, values)

    def reopen(self, section: str, lesson: str) -> None:
        """Take the mark away again."""
        visitor = self._visitors.current
        if visitor is not None:
            mine = (
                ProgressRow.visitor_id == visitor.id,
                ProgressRow.kind == "lesson",
                ProgressRow.item.in_(self._moved.ever("lessons", f"{section}/{lesson}")),
            )
            self._db().execute(delete(ProgressRow).where(*mine))

    def has_passed(self, exercise_key: str) -> bool:
        return exercise_key in self._done()["exercise"]

    def _done(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {"lesson": {}, "exercise": {}}
        visitor = self._visitors.current
        if visitor is None:
            return found
        rows = self._db().scalars(
            select(ProgressRow).where(ProgressRow.visitor_id == visitor.id).order_by(ProgressRow.done_at)
        )
        for row in rows:
            found[row.kind].setdefault(self._moved.now(f"{row.kind}s", row.item), row.done_at.isoformat())
        return found

    def _touched(self) -> list[Touched]:
        """What was worked on, newest first. Not what was bookmarked: that is for later."""
        visitor = self._visitors.current
        if visitor is None:
            return []
        mine = SubmissionRow.visitor_id == visitor.id
        traces = (
            select(ProgressRow.kind, ProgressRow.item, ProgressRow.done_at.label("at")).where(
                ProgressRow.visitor_id == visitor.id
            ),
            select(literal("exercise"), DraftRow.exercise, DraftRow.saved_at).where(DraftRow.visitor_id == visitor.id),
            select(literal("exercise"), SubmissionRow.exercise, func.max(SubmissionRow.created_at))
            .where(mine, SubmissionRow.kind == "check")
            .group_by(SubmissionRow.exercise),
            select(literal("quiz"), QuizAnswerRow.section, func.max(QuizAnswerRow.answered_at))
            .where(QuizAnswerRow.visitor_id == visitor.id)
            .group_by(QuizAnswerRow.section),
            select(literal("lesson"), NoteRow.item, NoteRow.saved_at).where(NoteRow.visitor_id == visitor.id),
        )
        found = union_all(*traces).subquery()
        newest_first = select(found).order_by(found.c.at.desc())
        return [(kind, self._now(kind, key)) for kind, key, _ in self._db().execute(newest_first)]

    def _now(self, kind: str, key: str) -> str:
        return key if kind == "quiz" else self._moved.now(f"{kind}s", key)

    def _attempts(self) -> dict[str, int]:
        visitor = self._visitors.current
        counts: dict[str, int] = {}
        if visitor is None:
            return counts
        counted = (
            select(SubmissionRow.exercise, func.count())
            .where(
                SubmissionRow.visitor_id == visitor.id,
                SubmissionRow.kind == "check",
                SubmissionRow.state == "finished",
                SubmissionRow.verdict_state != State.UNAVAILABLE.value,
            )
            .group_by(SubmissionRow.exercise)
        )
        for exercise, count in self._db().execute(counted):
            key = self._moved.now("exercises", exercise)
            counts[key] = counts.get(key, 0) + count
        return counts

    def _quizzes(self) -> dict[str, dict[str, int]]:
        visitor = self._visitors.current
        counts: dict[str, dict[str, int]] = {}
        if visitor is None:
            return counts
        answers = select(QuizAnswerRow).where(QuizAnswerRow.visitor_id == visitor.id)
        # The latest answer to a question counts, whatever it was called then.
        latest = {
            self._moved.now("questions", f"{row.section}/{row.question}"): row.is_right
            for row in self._db().scalars(answers.order_by(QuizAnswerRow.answered_at))
        }
        for question, is_right in latest.items():
            count = counts.setdefault(question.partition("/")[0], {"answered": 0, "right": 0})
            count["answered"] += 1
            count["right"] += is_right
        return counts
