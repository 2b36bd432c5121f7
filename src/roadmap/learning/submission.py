"""A submission as everybody outside of the database sees it: a frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from roadmap.catalogue import Exercise
from roadmap.learning.models import SubmissionRow
from roadmap.runner.verdict import Verdict


class SubmissionState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Submission:
    """A program that was sent to be checked (`kind` "check") or run ("run").

    `files` are the files that the visitor sent, without those that the exercise gives. `number` grows with time: of two
    submissions, the one with the larger number was sent later. `verdict` is there once the state is finished.
    """

    id: str
    number: int
    kind: str
    exercise: str
    exercise_version: str
    files: Mapping[str, str]
    files_hash: str
    spec: Mapping[str, Any]
    state: SubmissionState
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    attempts: int
    verdict: Verdict | None = field(repr=False, default=None)

    @property
    def done(self) -> bool:
        return self.state in (SubmissionState.FINISHED, SubmissionState.CANCELLED)

    @property
    def superseded_by(self) -> str | None:
        """The id of the newer submission that took its place in the queue."""
        return self.spec.get("superseded_by") if self.kind == "check" else None

    @property
    def graded_version(self) -> str:
        """The exercise's version that the verdict is about; while there is none, the one that it was sent to."""
        return (self.verdict.exercise_version if self.verdict else "") or self.exercise_version

    def is_outdated(self, exercise: Exercise) -> bool:
        """Whether the exercise has changed since; what was passed stays passed."""
        return self.graded_version != exercise.version


def as_value(row: SubmissionRow) -> Submission:
    return Submission(
        id=row.id,
        number=row.number,
        kind=row.kind,
        exercise=row.exercise,
        exercise_version=row.exercise_version,
        files=row.files,
        files_hash=row.files_hash,
        spec=row.spec or {},
        state=SubmissionState(row.state),
        created_at=row.created_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        attempts=row.attempts,
        verdict=Verdict.from_dict(row.verdict) if row.verdict else None,
    )
