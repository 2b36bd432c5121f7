"""How what was learned in two browsers is put together when somebody signs in; `roadmap.people.merging` does it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from roadmap.learning.models import ProgressRow, QuizAnswerRow, SubmissionRow
from roadmap.people import MERGING, Merging
from roadmap.storage import now

UNFINISHED = ("queued", "running")


def cancel_equal(db: Session, source: str, target: str) -> None:
    """Of two equal submissions that are not finished, one will do: a unique index says so.

    The one that runs already stays, or else the one that was sent first.
    """
    unfinished = select(SubmissionRow).where(
        SubmissionRow.state.in_(UNFINISHED), SubmissionRow.visitor_id.in_([source, target])
    )
    stays: dict[tuple[str, str, str], SubmissionRow] = {}
    for row in sorted(db.scalars(unfinished), key=lambda row: (row.state != "running", row.number)):
        first = stays.setdefault((row.kind, row.exercise, row.files_hash), row)
        if first is not row:
            row.state, row.lease, row.finished_at = "cancelled", None, now()
            if row.kind == "check":
                row.spec = {"superseded_by": first.id}
    db.flush()


# Set here rather than in the models, which the function above is made of.
RULES = {
    ProgressRow: Merging(by="done_at", first=True),
    QuizAnswerRow: Merging(by="answered_at"),
    SubmissionRow: Merging(before=cancel_equal),
}
for model, rule in RULES.items():
    model.__table__.info[MERGING] = rule  # type: ignore[attr-defined]
