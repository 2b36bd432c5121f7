"""Links in mails: signed, good for an hour, and for one use."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy import delete
from sqlalchemy.orm import Session

from roadmap.people.models import SpentLinkRow
from roadmap.storage import insert_or_ignore, now

LIFETIME = timedelta(hours=1)


class BadLink(Exception):
    """The link is not ours, too old, or has been used."""


@dataclass(frozen=True, slots=True)
class Link:
    """What a link lets one do: choose a password for `address`.

    `state` is the fingerprint of the password that there was when it was sent; empty where there was no account.
    """

    id: str
    address: str
    state: str


def fingerprint(account: str, password_hash: str | None) -> str:
    """Changes with every change of the password; tells nothing about it."""
    return hashlib.sha256(f"{account}\0{password_hash or ''}".encode()).hexdigest()[:16]


class Links:
    def __init__(self, secret: str) -> None:
        self._signer = URLSafeTimedSerializer(
            secret, salt="roadmap.people.link", signer_kwargs={"digest_method": hashlib.sha256}
        )

    def make(self, address: str, state: str) -> str:
        """The part of the link that says what it is good for."""
        return str(self._signer.dumps([secrets.token_hex(16), address, state]))

    def read(self, key: str) -> Link:
        """:raises BadLink: it is not one of ours, or too old. Whether it has been used is not looked at."""
        try:
            id, address, state = self._signer.loads(key, max_age=int(LIFETIME.total_seconds()))
        except (BadData, ValueError, TypeError):
            raise BadLink from None
        return Link(id, address, state)

    def require_unspent(self, db: Session, link: Link) -> None:
        """:raises BadLink: it has been used."""
        if db.get(SpentLinkRow, link.id) is not None:
            raise BadLink

    def spend(self, db: Session, link: Link) -> None:
        """Use the link up, with the transaction of `db`.

        :raises BadLink: it has been used.
        """
        moment = now()
        db.execute(delete(SpentLinkRow).where(SpentLinkRow.expires_at < moment))
        # Of two requests at once the second waits here for the first.
        if not insert_or_ignore(db, SpentLinkRow, {"id": link.id, "expires_at": moment + LIFETIME + LIFETIME}):
            raise BadLink
