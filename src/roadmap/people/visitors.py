"""The visitor of a request: who they are, and how one becomes a visitor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session
from webob import Response

from roadmap.people.cookie import VisitorCookie
from roadmap.people.merging import merge
from roadmap.people.models import VisitorRow
from roadmap.people.sessions import Account
from roadmap.storage import insert_or_ignore, now


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody at a browser. The id is a secret between the two of us: it never stands in a page or a log."""

    id: str


class Visitors:
    """Knows the visitor of one request: of the account that is signed in, or else of the browser.

    `account` finds who is signed in; it is asked when that matters. `on_response` is given a function that will get the
    response before it is sent.
    """

    def __init__(
        self,
        db: Callable[[], Session],
        cookie: VisitorCookie,
        value: str | None,
        on_response: Callable[[Callable[[Response], None]], None],
        account: Callable[[], Account | None] = lambda: None,
    ) -> None:
        self._db = db
        self._cookie = cookie
        self._on_response = on_response
        self._account = account
        self._ensured = False
        known = cookie.read(value)
        self._due = known is None or cookie.is_due(known[1])
        self._browser: Visitor | None = Visitor(known[0]) if known else None

    @property
    def current(self) -> Visitor | None:
        account = self._account()
        return Visitor(account.visitor_id) if account else self._browser

    def ensure(self) -> Visitor:
        """The visitor, made and given a cookie if there is none. Only for requests that change something."""
        account = self._account()
        if account is not None:
            return self._signed_in(Visitor(account.visitor_id))
        visitor = self._browser or Visitor(self._cookie.new_id())
        if not self._ensured:
            # The row may be missing although the cookie is good: the transaction that wrote it may have failed, or the
            # database is a new one. Or the browser has signed in and out while this request was under way, and does not
            # have the cookie any more.
            made = insert_or_ignore(self._db(), VisitorRow, {"id": visitor.id, "created_at": now(), "seen_at": now()})
            if not made:
                self._seen(visitor)
            if self._due or made:
                self._on_response(lambda response: self._cookie.set(response, visitor.id))
        self._ensured, self._browser = True, visitor
        return visitor

    def hand_over(self, visitor_id: str) -> None:
        """Give what this browser has gathered without an account to the visitor of one."""
        if self._browser is not None:
            merge(self._db(), self._browser.id, visitor_id)
            self.forget()

    def forget(self) -> None:
        """The browser's own visitor is no more."""
        self._browser = None
        self._ensured = False
        self._on_response(self._cookie.forget)

    def _signed_in(self, visitor: Visitor) -> Visitor:
        if not self._ensured:
            # Another tab's request was on its way while this browser signed in: what it did goes the same way.
            self.hand_over(visitor.id)
            self._seen(visitor)
        self._ensured = True
        return visitor

    def _seen(self, visitor: Visitor) -> None:
        yesterday = now() - timedelta(days=1)
        self._db().execute(
            update(VisitorRow)
            .where(VisitorRow.id == visitor.id, VisitorRow.seen_at < yesterday)
            .values(seen_at=now())
            .execution_options(synchronize_session=False)
        )
