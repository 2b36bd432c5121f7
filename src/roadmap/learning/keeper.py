"""Sees to it that no submission is lost: puts back what nobody runs any more."""

from __future__ import annotations

import logging
from collections.abc import Collection

from sqlalchemy.orm import Session, sessionmaker

from roadmap.learning import queue
from roadmap.learning.silence import Silences
from roadmap.storage import reading

log = logging.getLogger(__name__)


class Keeper:
    """Any number of them may look after one queue, on as many machines: what one has put back is no other's any more.

    `identity` and `leases` are those of the grader that it stands beside: what was claimed in that name and is not in
    work is put back at once. What others hold is put back when they have shown no sign of life for `lease_seconds`.
    """

    def __init__(self, sessions: sessionmaker[Session], *, lease_seconds: float, look_seconds: float) -> None:
        """:param look_seconds: how often `recover` is going to be called."""
        self._sessions = sessions
        self._silences = Silences(lease_seconds, longest_gap=1.5 * look_seconds)

    def recover(self, identity: str = "", leases: Collection[str] = ()) -> list[str]:
        """Put back what is to be; returns the ids of these submissions.

        :raises StorageUnavailable: nothing is known.
        """
        # Nearly always there is nothing to put back: looking must not hold up those who write.
        with reading(self._sessions) as db:
            beats = queue.beats(db)
        silent = self._silences.look(beats)
        if not beats:
            return []
        with self._sessions.begin() as db:
            recovered = queue.recover(db, identity, leases, silent)
        for submission in recovered:
            log.warning("submission %s was running when its process or its machine died", submission)
        return recovered
