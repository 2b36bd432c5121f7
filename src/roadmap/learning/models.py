"""The tables of what visitors do: submissions, drafts, progress, quiz answers, bookmarks, notes, workspaces."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from roadmap.storage import Base, JSONText, UTCDateTime, now

UNFINISHED = text("state IN ('queued', 'running')")


def _owner(*, primary_key: bool = False) -> Mapped[str]:
    return mapped_column(String(32), ForeignKey("visitors.id", ondelete="CASCADE"), primary_key=primary_key)


class SubmissionRow(Base):
    """A program that was sent to be checked or run, and what became of it.

    `number` orders submissions by when they were sent; clocks may step, it does not. `turn` orders them by when they
    began. `lease` names the one execution whose verdict will be taken; `beats` counts the signs of life of whoever
    holds it.
    """

    __tablename__ = "submissions"
    __table_args__ = (
        # Two tabs that send the same at once meet here, whatever each of them has read before.
        Index(
            "ix_submissions_unfinished",
            "visitor_id",
            "kind",
            "exercise",
            "files_hash",
            unique=True,
            sqlite_where=UNFINISHED,
            postgresql_where=UNFINISHED,
        ),
        Index("ix_submissions_queue", "state", "number"),
        Index("ix_submissions_history", "visitor_id", "exercise", "number"),
        Index("ix_submissions_turns", "visitor_id", "turn"),
        Index("ix_submissions_turn", "turn"),
        # Numbers are never used twice, also when the newest rows are gone.
        {"sqlite_autoincrement": True},
    )

    number: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    id: Mapped[str] = mapped_column(String(32), unique=True)
    visitor_id: Mapped[str] = _owner()
    kind: Mapped[str] = mapped_column(String(8))
    exercise: Mapped[str] = mapped_column(String(200), default="")
    exercise_version: Mapped[str] = mapped_column(String(100), default="")
    files: Mapped[dict[str, str]] = mapped_column(JSONText)
    files_hash: Mapped[str] = mapped_column(String(64))
    spec: Mapped[dict[str, Any] | None] = mapped_column(JSONText)
    """For a run: everything of its job but the files. For a check that was replaced: `{"superseded_by": id}`."""
    state: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    started_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    seconds: Mapped[float | None]
    """How long it kept a slot busy."""
    turn: Mapped[int | None] = mapped_column(BigInteger)
    lease: Mapped[str | None] = mapped_column(String(32))
    dispatcher: Mapped[str | None] = mapped_column(String(32))
    beats: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    verdict: Mapped[dict[str, Any] | None] = mapped_column(JSONText)
    verdict_state: Mapped[str | None] = mapped_column(String(16))


class DraftRow(Base):
    """What a visitor has typed for an exercise and not finished."""

    __tablename__ = "drafts"

    visitor_id: Mapped[str] = _owner(primary_key=True)
    exercise: Mapped[str] = mapped_column(String(200), primary_key=True)
    version: Mapped[str] = mapped_column(String(100))
    files: Mapped[dict[str, str]] = mapped_column(JSONText)
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)


class ProgressRow(Base):
    """A lesson that a visitor has marked as done, or an exercise that they have passed."""

    __tablename__ = "progress"

    visitor_id: Mapped[str] = _owner(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    item: Mapped[str] = mapped_column(String(200), primary_key=True)
    """Permanent ids: `flask/micro`."""
    done_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)


class QuizAnswerRow(Base):
    """The latest answer of a visitor to a question."""

    __tablename__ = "quiz_answers"

    visitor_id: Mapped[str] = _owner(primary_key=True)
    section: Mapped[str] = mapped_column(String(100), primary_key=True)
    question: Mapped[str] = mapped_column(String(100), primary_key=True)
    chosen: Mapped[list[int]] = mapped_column(JSONText)
    is_right: Mapped[bool]
    answered_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)


class BookmarkRow(Base):
    """A lesson that a visitor wants to find again."""

    __tablename__ = "bookmarks"

    visitor_id: Mapped[str] = _owner(primary_key=True)
    item: Mapped[str] = mapped_column(String(200), primary_key=True)
    set_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)


class NoteRow(Base):
    """Something that a visitor has written down on a lesson, for nobody else."""

    __tablename__ = "notes"
    __table_args__ = (Index(None, "visitor_id", "item"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    visitor_id: Mapped[str] = _owner()
    item: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    revision: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)


class WorkspaceRow(Base):
    """What a plugin's lab keeps for a visitor between two visits."""

    __tablename__ = "workspaces"

    visitor_id: Mapped[str] = _owner(primary_key=True)
    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
