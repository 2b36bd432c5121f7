"""A submission as a page shows it: waited for a moment, so that most results need no second request."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime

from pyramid.request import Request

from roadmap.catalogue import Exercise
from roadmap.learning.submission import Submission
from roadmap.runner.verdict import Verdict
from roadmap.storage import now


@dataclass(frozen=True, slots=True)
class Followed:
    """`state` and `verdict` as they were when the page stopped waiting.

    `place` in the queue: 1 is next; `seconds` until it begins, as far as that has been measured. `superseded_by` is the
    newer submission that took its place.
    """

    submission: Submission
    state: str
    verdict: Verdict | None = None
    place: int = 0
    seconds: float | None = None
    finished_at: datetime | None = None
    superseded_by: str | None = None

    @property
    def done(self) -> bool:
        return self.state in ("finished", "cancelled")

    def is_outdated(self, exercise: Exercise) -> bool:
        """Whether the verdict is on another version of the exercise than the one that is on the site now."""
        graded = self.verdict.exercise_version if self.verdict else ""
        return self.done and (graded or self.submission.exercise_version) != exercise.version


def followed(request: Request, submission: Submission, seconds: float) -> Followed:
    """`submission` after at most about `seconds`, or sooner if it is finished by then."""
    if submission.done:
        return Followed(
            submission,
            submission.state,
            submission.verdict,
            finished_at=submission.finished_at,
            superseded_by=submission.superseded_by,
        )
    end = time.monotonic() + seconds
    seen = Followed(submission, str(submission.state))
    for event in request.submissions.events(submission.id, patience=seconds):
        if event.kind == "finished":
            verdict = Verdict.from_dict(event.data["verdict"]) if event.data["verdict"] else None
            state, newer = event.data["state"], event.data.get("superseded_by")
            return Followed(submission, state, verdict, finished_at=now(), superseded_by=newer)
        if event.kind == "queued":
            seen = Followed(submission, "queued", place=event.data["place"], seconds=event.data["seconds"])
        elif event.kind == "started":
            seen = Followed(submission, "running")
        if time.monotonic() > end:
            break
    return seen
