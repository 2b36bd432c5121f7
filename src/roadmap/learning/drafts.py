"""The service of `request.drafts`: what a visitor has typed and not finished, on any of their visits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from roadmap.catalogue import Catalogue
from roadmap.learning.files import checked_files
from roadmap.learning.models import DraftRow
from roadmap.learning.moved import Moved
from roadmap.people import Visitor, Visitors
from roadmap.storage import now, upsert


@dataclass(frozen=True, slots=True)
class Draft:
    """`version` is that of the exercise for which it was typed."""

    exercise: str
    version: str
    files: Mapping[str, str]
    saved_at: datetime


class Drafts:
    """One draft for each exercise; the last one saved counts."""

    def __init__(self, db: Callable[[], Session], visitors: Visitors, catalogue: Catalogue, moved: Moved) -> None:
        self._db = db
        self._visitors = visitors
        self._catalogue = catalogue
        self._moved = moved

    def get(self, exercise_key: str) -> Draft | None:
        visitor = self._visitors.current
        if visitor is None:
            return None
        newest = select(DraftRow).where(*self._mine(visitor, exercise_key)).order_by(DraftRow.saved_at.desc()).limit(1)
        row = self._db().scalars(newest).one_or_none()
        return Draft(exercise_key, row.version, row.files, row.saved_at) if row else None

    def save(self, exercise_key: str, files: Mapping[str, Any], version: str) -> Draft:
        """Keep `files`, which replace what was kept before.

        :raises BadFiles: (a ValueError) names the file.
        :raises LookupError: there is no such exercise.
        """
        exercise = self._catalogue.exercise_by_key(exercise_key)
        if exercise is None:
            raise LookupError(f"there is no exercise {exercise_key!r}")
        if len(version) > 100:
            raise ValueError("the version is not one of an exercise")
        draft = Draft(exercise_key, version, checked_files(files, exercise.edit), now())
        visitor = self._visitors.ensure()
        values = {"version": version, "files": draft.files, "saved_at": draft.saved_at}
        upsert(self._db(), DraftRow, {"visitor_id": visitor.id, "exercise": exercise_key}, values)
        return draft

    def discard(self, exercise_key: str) -> None:
        visitor = self._visitors.current
        if visitor is not None:
            self._db().execute(delete(DraftRow).where(*self._mine(visitor, exercise_key)))

    def _mine(self, visitor: Visitor, exercise_key: str) -> tuple[ColumnElement[bool], ...]:
        keys = self._moved.ever("exercises", exercise_key)
        return DraftRow.visitor_id == visitor.id, DraftRow.exercise.in_(keys)
