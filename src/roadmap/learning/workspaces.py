"""The service of `request.workspaces`: what a plugin's lab keeps for a visitor between two visits."""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from roadmap.learning.models import WorkspaceRow
from roadmap.people import Visitors
from roadmap.storage import now, upsert

SIZE_LIMIT = 1024 * 1024
COUNT_LIMIT = 20
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")


class Workspaces:
    """Named blobs of at most 1 MiB. By custom a name begins with the section's id: `redis.console`."""

    def __init__(self, db: Callable[[], Session], visitors: Visitors) -> None:
        self._db = db
        self._visitors = visitors

    def load(self, name: str) -> bytes | None:
        visitor = self._visitors.current
        row = self._db().get(WorkspaceRow, (visitor.id, name)) if visitor else None
        return row.data if row else None

    def save(self, name: str, data: bytes) -> None:
        """:raises ValueError: the name or the size cannot be taken, or the visitor has too many workspaces."""
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} is not the name of a workspace: use [a-z0-9._-], at most 100 of them")
        if len(data) > SIZE_LIMIT:
            raise ValueError(f"{name} has {len(data)} bytes; a workspace keeps at most {SIZE_LIMIT}")
        visitor = self._visitors.ensure()
        others = select(func.count()).where(WorkspaceRow.visitor_id == visitor.id, WorkspaceRow.name != name)
        if (self._db().scalar(others) or 0) >= COUNT_LIMIT:
            raise ValueError(f"a visitor has at most {COUNT_LIMIT} workspaces")
        key = {"visitor_id": visitor.id, "name": name}
        upsert(self._db(), WorkspaceRow, key, {"data": data, "saved_at": now()})

    def discard(self, name: str) -> None:
        visitor = self._visitors.current
        if visitor is not None:
            mine = (WorkspaceRow.visitor_id == visitor.id, WorkspaceRow.name == name)
            self._db().execute(delete(WorkspaceRow).where(*mine))
