"""Sessions are kept on the server, so that one can see them and end them. The browser has a random token."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session
from webob import Response

from roadmap.people.models import AccountRow, SessionRow
from roadmap.storage import now

IDLE = timedelta(days=60)
LONGEST = timedelta(days=180)
SEEN_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who is signed in, by the session `session`."""

    id: str
    address: str
    visitor_id: str
    has_password: bool
    created_at: datetime
    session: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Device:
    """A session as its owner sees it: `id` is no secret, it only says which one to end."""

    id: str
    device: str
    network: str
    created_at: datetime
    seen_at: datetime


class SessionCookie:
    def __init__(self, *, secure: bool) -> None:
        self._secure = secure
        # With this prefix a browser takes it from this very host only, over https, for all paths.
        self.name = "__Host-session" if secure else "session"

    def set(self, response: Response, token: str) -> None:
        response.set_cookie(
            self.name, token, max_age=LONGEST, path="/", httponly=True, samesite="Lax", secure=self._secure
        )

    def forget(self, response: Response) -> None:
        response.set_cookie(
            self.name, "", max_age=0, path="/", httponly=True, samesite="Lax", secure=self._secure, overwrite=True
        )


class Sessions:
    """`db` gives the session of the request's transaction."""

    def __init__(self, db: Callable[[], Session]) -> None:
        self._db = db

    def find(self, token: str | None) -> Account | None:
        """Who holds `token`, if its session has not ended."""
        if not token:
            return None
        moment = now()
        found = self._db().execute(
            select(SessionRow, AccountRow)
            .join(AccountRow, AccountRow.id == SessionRow.account_id)
            .where(
                SessionRow.token_digest == digest(token),
                SessionRow.seen_at > moment - IDLE,
                SessionRow.created_at > moment - LONGEST,
            )
        )
        row = found.one_or_none()
        if row is None:
            return None
        session, account = row
        return Account(
            id=account.id,
            address=account.address,
            visitor_id=account.visitor_id,
            has_password=account.password_hash is not None,
            created_at=account.created_at,
            session=session.id,
            seen_at=session.seen_at,
        )

    def start(self, account: str, device: str, network: str) -> str:
        """A new session; returns its token, which is stored nowhere."""
        db, token, moment = self._db(), secrets.token_urlsafe(32), now()
        old = (SessionRow.seen_at < moment - IDLE) | (SessionRow.created_at < moment - LONGEST)
        db.execute(delete(SessionRow).where(old).execution_options(synchronize_session=False))
        db.add(
            SessionRow(
                id=secrets.token_hex(16),
                account_id=account,
                token_digest=digest(token),
                device=device,
                network=network,
                created_at=moment,
                seen_at=moment,
            )
        )
        db.flush()
        return token

    def of(self, account: str) -> list[Device]:
        """All that have not ended, the one used last first."""
        moment = now()
        rows = select(SessionRow).where(
            SessionRow.account_id == account,
            SessionRow.seen_at > moment - IDLE,
            SessionRow.created_at > moment - LONGEST,
        )
        return [
            Device(row.id, row.device, row.network, row.created_at, row.seen_at)
            for row in self._db().scalars(rows.order_by(SessionRow.seen_at.desc(), SessionRow.created_at.desc()))
        ]

    def end(self, account: str, session: str) -> None:
        self._delete(SessionRow.account_id == account, SessionRow.id == session)

    def end_all(self, account: str, but: str = "") -> None:
        self._delete(SessionRow.account_id == account, SessionRow.id != but)

    def seen(self, session: str, device: str, network: str) -> None:
        values = {"seen_at": now(), "device": device, "network": network}
        self._db().execute(
            update(SessionRow)
            .where(SessionRow.id == session)
            .values(**values)
            .execution_options(synchronize_session=False)
        )

    def _delete(self, *where: object) -> None:
        statement = delete(SessionRow).where(*where)  # type: ignore[arg-type]
        self._db().execute(statement.execution_options(synchronize_session=False))


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
