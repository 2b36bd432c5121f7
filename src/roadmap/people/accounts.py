"""The service of `request.accounts`: signing up, in and out, and passwords.

Nothing that it answers, and no time that it takes, tells a stranger whether an address is known: who asks for a link
gets a mail in either case, and a password is hashed in either case.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from pyramid.i18n import Localizer
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from roadmap.languages import Language
from roadmap.people import letters
from roadmap.people.links import BadLink, Link, Links, fingerprint
from roadmap.people.mail import Mail
from roadmap.people.mail_address import mail_address
from roadmap.people.models import AccountRow, VisitorRow
from roadmap.people.passwords import BadPassword, Passwords, checked_password
from roadmap.people.personal import erase
from roadmap.people.sessions import Account, Sessions
from roadmap.people.throttle import GUESS_ADDRESS, GUESS_NETWORK, MAIL_ADDRESS, MAIL_NETWORK, Throttle
from roadmap.storage import now, reading


class WrongPassword(Exception):
    """The address and the password do not belong together; which of them is wrong is not said."""


@dataclass(frozen=True)
class Office:
    """What the service needs of the application, the same for all requests."""

    sessions: sessionmaker[Session]
    passwords: Passwords
    links: Links
    throttle: Throttle
    mail: Mail
    public_url: str


class Accounts:
    """`db` gives the session of the request's transaction. What takes long is done before that is opened."""

    def __init__(
        self, db: Callable[[], Session], office: Office, network: str, language: Language, localizer: Localizer
    ) -> None:
        self._db = db
        self._office = office
        self._network = network
        self._language = language
        self._localizer = localizer

    def send_link(self, text: str, *, new: bool) -> None:
        """Mail a link by which one chooses a password: to an address that has an account, or (`new`) wants one.

        Where the two do not fit, the mail says so, and nothing else does.

        :raises BadAddress: (a ValueError) `text` is none.
        :raises Throttled: too many mails.
        :raises MailUnavailable: none can be sent.
        """
        address = mail_address(text)
        office = self._office
        office.mail.require()
        office.throttle.spend((MAIL_ADDRESS, address), (MAIL_NETWORK, self._network))
        with reading(office.sessions) as db:
            row = db.scalars(select(AccountRow).where(AccountRow.address == address)).one_or_none()
        site = office.public_url + self._language.prefix
        link = f"{site}/account/link?key={office.links.make(address, _state(row))}"
        letter = letters.link_letter(self._localizer, link, site, known=row is not None, new=new)
        office.mail.send(address, letter)

    def read_link(self, key: str) -> Link:
        """:raises BadLink: it is not good any more."""
        link = self._office.links.read(key)
        with reading(self._office.sessions) as db:
            self._office.links.require_unspent(db, link)
            self._require_fresh(db, link)
        return link

    def set_password(self, key: str, password: str) -> str:
        """Use a link: make its account, or give that a new password and end all of its sessions. Returns its id.

        :raises BadLink: it is not good any more.
        :raises BadPassword: says what is wrong with the password.
        """
        link = self._office.links.read(key)
        hashed = self._office.passwords.hash(checked_password(password, link.address))
        db = self._db()
        self._office.links.spend(db, link)
        row = self._require_fresh(db, link)
        if row is None:
            try:
                row = new_account(db, link.address, hashed)
            except IntegrityError:
                # Another link for this address was used at the same moment.
                raise BadLink from None
        else:
            row.password_hash = hashed
            Sessions(self._db).end_all(row.id)
        db.flush()
        return row.id

    def check(self, text: str, password: str) -> str:
        """The id of the account that `text` and `password` belong to.

        :raises WrongPassword: there is none.
        :raises Throttled: too many guesses.
        """
        try:
            address = mail_address(text)
        except ValueError:
            address = text.strip()[:300]
        spent = ((GUESS_ADDRESS, address), (GUESS_NETWORK, self._network))
        self._office.throttle.spend(*spent)
        with reading(self._office.sessions) as db:
            row = db.scalars(select(AccountRow).where(AccountRow.address == address)).one_or_none()
        if not self._office.passwords.verify(password, row.password_hash if row else None):
            raise WrongPassword
        assert row is not None  # noqa: S101  there is no password without an account
        self._office.throttle.give_back(*spent)
        return row.id

    def change_password(self, account: Account, old: str, new: str) -> None:
        """Set a new password and end all other sessions. An account that has none is given its first by a link.

        :raises WrongPassword: `old` is not the one of now.
        :raises BadPassword: says what is wrong with `new`.
        :raises Throttled: too many guesses.
        """
        checked = checked_password(new, account.address)
        self.check(account.address, old)
        hashed = self._office.passwords.hash(checked)
        row = self._db().get(AccountRow, account.id)
        if row is None:
            raise WrongPassword
        row.password_hash = hashed
        Sessions(self._db).end_all(account.id, but=account.session)

    def erase(self, account: Account) -> None:
        """Delete the account and everything that its owner has done."""
        erase(self._db(), account.visitor_id)
        self._office.throttle.forget(self._db(), account.address)

    def _require_fresh(self, db: Session, link: Link) -> AccountRow | None:
        """:raises BadLink: the password has changed since it was sent, or an account was made or deleted."""
        mine = select(AccountRow).where(AccountRow.address == link.address).with_for_update()
        row = db.scalars(mine).one_or_none()
        if _state(row) != link.state:
            raise BadLink
        return row


def new_account(db: Session, address: str, password_hash: str | None) -> AccountRow:
    """With a visitor of its own: the id of one that a cookie has held is known to whoever has held that cookie."""
    visitor = secrets.token_hex(16)
    db.add(VisitorRow(id=visitor, created_at=now(), seen_at=now()))
    db.flush()
    row = AccountRow(
        id=secrets.token_hex(16), visitor_id=visitor, address=address, password_hash=password_hash, created_at=now()
    )
    db.add(row)
    db.flush()
    return row


def _state(row: AccountRow | None) -> str:
    return fingerprint(row.id, row.password_hash) if row else ""


__all__ = ["Accounts", "BadLink", "BadPassword", "Office", "WrongPassword", "new_account"]
