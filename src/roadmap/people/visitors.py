"""The visitor of a request: who they are, and how one becomes a visitor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from pyramid.request import Request
from sqlalchemy import update
from sqlalchemy.orm import Session
from webob import Response

from roadmap.people.cookie import NAME, VisitorCookie
from roadmap.people.models import VisitorRow
from roadmap.storage import insert_or_ignore, now


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody at a browser. The id is a secret between the two of us: it never stands in a page or a log."""

    id: str


class Visitors:
    """Knows the visitor of one request.

    `on_response` is given a function that will get the response before it is sent.
    """

    def __init__(
        self,
        db: Callable[[], Session],
        cookie: VisitorCookie,
        value: str | None,
        on_response: Callable[[Callable[[Response], None]], None],
    ) -> None:
        self._db = db
        self._cookie = cookie
        self._on_response = on_response
        self._ensured = False
        known = cookie.read(value)
        self._due = known is None or cookie.is_due(known[1])
        self.current: Visitor | None = Visitor(known[0]) if known else None

    def ensure(self) -> Visitor:
        """The visitor, made and given a cookie if there is none. Only for requests that change something."""
        visitor = self.current or Visitor(self._cookie.new_id())
        if not self._ensured:
            # The row may be missing although the cookie is good: the transaction that wrote it may have failed, or the
            # database is a new one.
            if not insert_or_ignore(self._db(), VisitorRow, {"id": visitor.id, "created_at": now(), "seen_at": now()}):
                self._seen(visitor)
            if self._due:
                self._on_response(lambda response: self._cookie.set(response, visitor.id))
        self._ensured, self.current = True, visitor
        return visitor

    def _seen(self, visitor: Visitor) -> None:
        yesterday = now() - timedelta(days=1)
        self._db().execute(
            update(VisitorRow)
            .where(VisitorRow.id == visitor.id, VisitorRow.seen_at < yesterday)
            .values(seen_at=now())
            .execution_options(synchronize_session=False)
        )


def visitors_of(request: Request) -> Visitors:
    """The factory of `request.visitors`."""
    return Visitors(
        lambda: request.db,
        request.registry.visitor_cookie,
        request.cookies.get(NAME),
        lambda write: request.add_response_callback(lambda _, response: write(response)),
    )
