"""Limits on guessing and on mail, kept in the database: they hold across processes, and outlast a restart."""

from __future__ import annotations

import hashlib
import hmac
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, sessionmaker

from roadmap.people.models import ThrottleRow
from roadmap.storage import insert_or_ignore, now


@dataclass(frozen=True, slots=True)
class Limit:
    """`burst` at once, and then one more each `seconds`."""

    name: str
    burst: int
    seconds: float


# An address gets ten guesses and then twenty an hour: at that pace the ten thousand most common passwords take three
# weeks. A network may be a school, so it gets more; a thousand of them still meet the limit of the address.
GUESS_ADDRESS = Limit("guess address", 10, 180)
GUESS_NETWORK = Limit("guess network", 60, 30)
MAIL_ADDRESS = Limit("mail address", 4, 900)
MAIL_NETWORK = Limit("mail network", 30, 120)

SWEEP_EVERY = timedelta(minutes=1)

Spending = tuple[Limit, str]


class Throttled(Exception):
    """Too many tries. `seconds` until the next one."""

    def __init__(self, seconds: float) -> None:
        self.retry_after = max(1, math.ceil(seconds))
        super().__init__(f"try again in {self.retry_after} seconds")


class Throttle:
    """Counts in transactions of its own: what was tried stays counted, whatever becomes of the request."""

    def __init__(self, sessions: sessionmaker[Session], secret: str) -> None:
        self._sessions = sessions
        self._swept: datetime | None = None
        self._key = hashlib.sha256(b"roadmap.people.throttle\0" + secret.encode()).digest()

    def spend(self, *spendings: Spending) -> None:
        """Count a try against each, before it is made: tries that come together must not all pass.

        :raises Throttled: one is used up; then none is counted.
        """
        moment = now()
        self._sweep(moment)
        with self._sessions.begin() as db:
            rows = self._locked(db, spendings, moment)
            waits = [(1 - row.tokens) * limit.seconds for (limit, _), row in zip(spendings, rows, strict=True)]
            if max(waits) <= 0:
                for (limit, _), row in zip(spendings, rows, strict=True):
                    _set(row, limit, row.tokens - 1, moment)
                return
        raise Throttled(max(waits))

    def give_back(self, *spendings: Spending) -> None:
        """The try was no guess."""
        moment = now()
        with self._sessions.begin() as db:
            for (limit, _), row in zip(spendings, self._locked(db, spendings, moment), strict=True):
                _set(row, limit, row.tokens + 1, moment)

    def forget(self, db: Session, address: str) -> None:
        """Delete what is counted for an address for mail."""
        keys = [self._digest((limit, address)) for limit in (GUESS_ADDRESS, MAIL_ADDRESS)]
        db.execute(delete(ThrottleRow).where(ThrottleRow.key.in_(keys)))

    def _sweep(self, moment: datetime) -> None:
        """Forget, once in a while, what is full again.

        In a transaction of its own that waits for nobody: what it has deleted and what others hold can't cross.
        """
        if self._swept is not None and moment - self._swept < SWEEP_EVERY:
            return
        self._swept = moment
        full = select(ThrottleRow.key).where(ThrottleRow.full_at < moment).with_for_update(skip_locked=True)
        with self._sessions.begin() as db:
            gone = delete(ThrottleRow).where(ThrottleRow.key.in_(full), ThrottleRow.full_at < moment)
            db.execute(gone.execution_options(synchronize_session=False))

    def _locked(self, db: Session, spendings: Sequence[Spending], moment: datetime) -> list[ThrottleRow]:
        """The rows, filled up to `moment`, which nobody else can change until the transaction ends."""
        keys = [self._digest(spending) for spending in spendings]
        by_key = dict(zip(keys, spendings, strict=True))
        rows = {}
        for key in sorted(keys):  # always in one order, so that no two wait for each other
            limit = by_key[key][0]
            fresh = {"key": key, "tokens": float(limit.burst), "at": moment, "full_at": moment}
            mine = select(ThrottleRow).where(ThrottleRow.key == key).with_for_update()
            insert_or_ignore(db, ThrottleRow, fresh)
            # Between the two, somebody may have swept away what was there.
            while (row := db.scalars(mine).one_or_none()) is None:
                insert_or_ignore(db, ThrottleRow, fresh)
            passed = max(0.0, (moment - row.at).total_seconds())
            _set(row, limit, row.tokens + passed / limit.seconds, moment)
            rows[key] = row
        return [rows[key] for key in keys]

    def _digest(self, spending: Spending) -> str:
        limit, who = spending
        return hmac.new(self._key, f"{limit.name}\0{who}".encode(), hashlib.sha256).hexdigest()


def _set(row: ThrottleRow, limit: Limit, tokens: float, moment: datetime) -> None:
    row.tokens = min(float(limit.burst), tokens)
    row.at = moment
    row.full_at = moment + timedelta(seconds=(limit.burst - row.tokens) * limit.seconds)
