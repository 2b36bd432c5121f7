"""The tables of people: visitors, on whom everything personal hangs, and the accounts that some of them have."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from roadmap.storage import Base, JSONText, UTCDateTime, now

SECRET = {"secret": True}
"""`info` of a column whose content is not shown, not even to the person whom it is about."""


class VisitorRow(Base):
    """Somebody who has done something here. Every row that is theirs leads to this one and goes when it goes.

    One browser, as long as nobody has signed in; with an account, all the browsers in which one has.
    """

    __tablename__ = "visitors"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, info=SECRET)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    """To the day: when something was last changed."""


class AccountRow(Base):
    """What one signs in to. It has a visitor of its own, whose id no cookie ever held."""

    __tablename__ = "accounts"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    visitor_id: Mapped[str] = mapped_column(
        String(32), ForeignKey("visitors.id", ondelete="CASCADE"), unique=True, info=SECRET
    )
    address: Mapped[str] = mapped_column(String(254), unique=True)
    """In the form of `roadmap.people.mail_address`; proven by a link that was sent there, or by a provider."""
    password_hash: Mapped[str | None] = mapped_column(String(200), info=SECRET)
    """None: one signs in with the provider only."""
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)


class SessionRow(Base):
    """A browser in which somebody is signed in. The cookie holds the token, the table its digest."""

    __tablename__ = "sessions"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    account_id: Mapped[str] = mapped_column(String(32), ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True, info=SECRET)
    device: Mapped[str] = mapped_column(String(100))
    network: Mapped[str] = mapped_column(String(50))
    """Where roughly: the address without its last parts."""
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    """To the hour."""


class IdentityRow(Base):
    """Who an account is at an OpenID Connect provider."""

    __tablename__ = "identities"

    issuer: Mapped[str] = mapped_column(String(300), primary_key=True)
    subject: Mapped[str] = mapped_column(String(255), primary_key=True)
    account_id: Mapped[str] = mapped_column(String(32), ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    linked_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)


class SetAsideRow(Base):
    """A row that had to make way when what one had done in two browsers was put together."""

    __tablename__ = "set_aside"

    visitor_id: Mapped[str] = mapped_column(
        String(32), ForeignKey("visitors.id", ondelete="CASCADE"), primary_key=True, info=SECRET
    )
    source: Mapped[str] = mapped_column(String(63), primary_key=True)
    """The table that it stood in."""
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    row: Mapped[dict[str, Any]] = mapped_column(JSONText)


class SpentLinkRow(Base):
    """A link from a mail that has been used. Says nothing about whom it was sent to."""

    __tablename__ = "spent_links"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)


class ThrottleRow(Base):
    """How much of something has been tried. The key is a keyed digest: nobody can read from it of whom."""

    __tablename__ = "throttles"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    tokens: Mapped[float]
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    full_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    """From then on the row says nothing that its absence would not."""
