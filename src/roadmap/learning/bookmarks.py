"""The service of `request.bookmarks`: lessons that a visitor wants to find again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from roadmap.catalogue import Catalogue
from roadmap.learning.models import BookmarkRow
from roadmap.learning.moved import Moved
from roadmap.people import Visitors
from roadmap.storage import insert_or_ignore, now


class Bookmarks:
    """Keyed as progress is, by permanent ids: `flask/micro`."""

    def __init__(self, db: Callable[[], Session], visitors: Visitors, catalogue: Catalogue, moved: Moved) -> None:
        self._db = db
        self._visitors = visitors
        self._catalogue = catalogue
        self._moved = moved

    def all(self) -> dict[str, datetime]:
        """Key to when it was set, newest first."""
        visitor = self._visitors.current
        if visitor is None:
            return {}
        mine = select(BookmarkRow).where(BookmarkRow.visitor_id == visitor.id)
        rows = self._db().scalars(mine.order_by(BookmarkRow.set_at.desc(), BookmarkRow.item))
        found: dict[str, datetime] = {}
        for row in rows:
            found.setdefault(self._moved.now("lessons", row.item), row.set_at)
        return found

    def set(self, section: str, lesson: str) -> None:
        """Setting one twice changes nothing.

        :raises LookupError: there is no such lesson.
        """
        if self._catalogue.lesson(section, lesson) is None:
            raise LookupError(f"there is no lesson {section}/{lesson}")
        values = {"visitor_id": self._visitors.ensure().id, "item": f"{section}/{lesson}", "set_at": now()}
        insert_or_ignore(self._db(), BookmarkRow, values)

    def remove(self, key: str) -> None:
        """Also of a lesson that is not on this site any more."""
        visitor = self._visitors.current
        # A text with such a character is none to a database.
        if visitor is not None and "\x00" not in key:
            mine = (BookmarkRow.visitor_id == visitor.id, BookmarkRow.item.in_(self._moved.ever("lessons", key)))
            self._db().execute(delete(BookmarkRow).where(*mine))
