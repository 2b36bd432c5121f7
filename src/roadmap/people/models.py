"""The table of visitors: what everything personal hangs on, and what an account will gather."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from roadmap.storage import Base, UTCDateTime, now


class VisitorRow(Base):
    """One browser. Its rows elsewhere go when it goes; an account will own visitors, not their rows."""

    __tablename__ = "visitors"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    """To the day: when something was last changed."""
