"""The service of `request.quizzes`: answers to questions, kept, and told apart right from wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from roadmap.catalogue import Quiz
from roadmap.learning.models import QuizAnswerRow
from roadmap.learning.moved import Moved
from roadmap.people import Visitors
from roadmap.storage import now, upsert


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer: which choices were taken, by index from 0, and whether these are exactly the right ones."""

    question: str
    chosen: tuple[int, ...]
    right: bool
    answered_at: datetime


class Quizzes:
    """The latest answer to each question counts; one may think again."""

    def __init__(self, db: Callable[[], Session], visitors: Visitors, moved: Moved) -> None:
        self._db = db
        self._moved = moved
        self._visitors = visitors

    def answer(self, quiz: Quiz, question_id: str, chosen: Sequence[int]) -> Answered:
        """Keep an answer.

        :raises LookupError: the quiz has no such question.
        :raises ValueError: `chosen` is empty, or names a choice that is not there, or one twice.
        """
        question = next((question for question in quiz.questions if question.id == question_id), None)
        if question is None:
            raise LookupError(f"the quiz of {quiz.section} has no question {question_id!r}")
        last = len(question.choices) - 1
        if not chosen:
            raise ValueError("choose at least one answer")
        if any(type(choice) is not int or not 0 <= choice <= last for choice in chosen):
            raise ValueError(f"the choices of {question_id} are numbered 0 to {last}")
        if len(set(chosen)) != len(chosen):
            raise ValueError("a choice was named twice")
        answered = Answered(question_id, tuple(sorted(chosen)), frozenset(chosen) == question.right, now())
        key = {"visitor_id": self._visitors.ensure().id, "section": quiz.section, "question": question_id}
        values = {"chosen": list(answered.chosen), "is_right": answered.right, "answered_at": answered.answered_at}
        upsert(self._db(), QuizAnswerRow, key, values)
        return answered

    def answers(self, section: str) -> dict[str, Answered]:
        """Answers by question id."""
        visitor = self._visitors.current
        if visitor is None:
            return {}
        mine = select(QuizAnswerRow).where(QuizAnswerRow.visitor_id == visitor.id)
        found = {}
        for row in self._db().scalars(mine.order_by(QuizAnswerRow.answered_at)):
            home, _, question = self._moved.now("questions", f"{row.section}/{row.question}").partition("/")
            if home == section:
                found[question] = Answered(question, tuple(row.chosen), row.is_right, row.answered_at)
        return found
