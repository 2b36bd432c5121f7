"""How long a submission will wait, from what was measured; nothing where nothing was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from roadmap.catalogue import Catalogue
from roadmap.learning.models import SubmissionRow
from roadmap.learning.queue import order_of_queue
from roadmap.learning.trail import runtime_of
from roadmap.storage import now

RECENT = 20
"""So many runs of each runtime are averaged."""
LOOK_BACK = 200
"""Among so many finished ones at most."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the queue: `number` 1 is next, 0 is not waiting. `seconds` until it begins; None is not known."""

    number: int
    seconds: float | None = None


def place_of(db: Session, number: int, catalogue: Catalogue, slots: int) -> Place:
    """The place of the submission `number`, and how long what is before it will keep the slots busy."""
    order = order_of_queue(db)
    if number not in order:
        return Place(0)
    place = order.index(number) + 1
    ahead = order[: place - 1]
    columns = select(
        SubmissionRow.number,
        SubmissionRow.state,
        SubmissionRow.kind,
        SubmissionRow.exercise,
        SubmissionRow.spec,
        SubmissionRow.started_at,
    ).where((SubmissionRow.state == "running") | SubmissionRow.number.in_([*ahead, number]))
    waiting: list[str] = []
    running: list[tuple[str, float]] = []
    runtime = ""
    for row in db.execute(columns):
        its = runtime_of(catalogue, row.kind, row.exercise, row.spec)
        if row.number == number:
            runtime = its
        elif row.state == "running":
            running.append((its, (now() - row.started_at).total_seconds() if row.started_at else 0.0))
        else:
            waiting.append(its)
    means = mean_seconds(db, catalogue)
    # Its own as well: who reads a number of seconds expects the like of this program to have been measured.
    if not {runtime, *waiting, *(each for each, _ in running)} <= means.keys():
        return Place(place)
    return Place(
        place, until_free(slots, [means[each] - since for each, since in running], [means[e] for e in waiting])
    )


def until_free(slots: int, running: Sequence[float], waiting: Sequence[float]) -> float:
    """Seconds until a slot is free for whoever comes after `waiting`: each of these takes the first that becomes free.

    :param running: the seconds that what runs now has left; below 0 where it takes longer than usual.
    :param waiting: how long each of what comes before will run, in turn.
    """
    free = sorted([*(max(0.0, seconds) for seconds in running), *[0.0] * max(0, slots - len(running))])
    for seconds in waiting:
        free[0] += seconds
        free.sort()
    return round(free[0], 3)


def mean_seconds(db: Session, catalogue: Catalogue) -> Mapping[str, float]:
    """By runtime, how long its latest runs kept a slot busy. A runtime that has not run is not in it."""
    columns = (
        select(SubmissionRow.kind, SubmissionRow.exercise, SubmissionRow.spec, SubmissionRow.seconds)
        .where(
            SubmissionRow.state == "finished", SubmissionRow.seconds > 0, SubmissionRow.verdict_state != "unavailable"
        )
        .order_by(SubmissionRow.number.desc())
        .limit(LOOK_BACK)
    )
    measured: dict[str, list[float]] = defaultdict(list)
    for kind, exercise, spec, seconds in db.execute(columns):
        its = measured[runtime_of(catalogue, kind, exercise, spec)]
        if len(its) < RECENT:
            its.append(seconds)
    return {runtime: sum(its) / len(its) for runtime, its in measured.items()}
