"""A submission as a page shows it: waited for a moment, so that most results need no second request."""

from __future__ import annotations

import time
from dataclasses import dataclass

from pyramid.request import Request

from roadmap.learning.submission import Submission
from roadmap.runner.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Followed:
    """`state` and `verdict` as they were when the page stopped waiting; `place` in the queue: 1 is next."""

    submission: Submission
    state: str
    verdict: Verdict | None
    place: int

    @property
    def done(self) -> bool:
        return self.state in ("finished", "cancelled")


def followed(request: Request, submission: Submission, seconds: float) -> Followed:
    """`submission` after at most about `seconds`, or sooner if it is finished by then."""
    if submission.done:
        return Followed(submission, submission.state, submission.verdict, 0)
    end = time.monotonic() + seconds
    place, state = 0, str(submission.state)
    for event in request.submissions.events(submission.id, patience=seconds):
        if event.kind == "finished":
            verdict = event.data["verdict"]
            return Followed(submission, event.data["state"], Verdict.from_dict(verdict) if verdict else None, 0)
        if event.kind == "queued":
            place = event.data["place"]
        elif event.kind == "started":
            place, state = 0, "running"
        if time.monotonic() > end:
            break
    return Followed(submission, state, None, place)
