"""Which account somebody from a provider has; how one is made for them, or linked, which never happens by itself."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from roadmap.people.accounts import new_account
from roadmap.people.models import AccountRow, IdentityRow
from roadmap.people.provider import Identity
from roadmap.people.sessions import Account
from roadmap.storage import insert_or_ignore, now


class NoVerifiedAddress(Exception):
    """The provider does not vouch for an address, so that no account can be made or found."""


class AddressTaken(Exception):
    """There is an account with this address: whoever owns it must sign in to link it."""


class AnotherAddress(Exception):
    """The provider vouches for another address than that of the account."""


def linked_account(db: Session, identity: Identity) -> str | None:
    """The id of the account that `identity` is linked to."""
    found = select(IdentityRow.account_id).where(
        IdentityRow.issuer == identity.issuer, IdentityRow.subject == identity.subject
    )
    return db.scalar(found)


def account_from(db: Session, identity: Identity) -> str:
    """Make an account for `identity`, which has none; returns its id.

    :raises NoVerifiedAddress: the provider does not vouch for one.
    :raises AddressTaken: there is an account with its address.
    """
    if identity.address is None:
        raise NoVerifiedAddress
    if db.scalar(select(AccountRow.id).where(AccountRow.address == identity.address)) is not None:
        raise AddressTaken
    try:
        row = new_account(db, identity.address, None)
    except IntegrityError:
        raise AddressTaken from None
    _add(db, identity, row.id)
    return row.id


def link(db: Session, identity: Identity, account: Account) -> None:
    """Let `account`, which has signed in and said so, be entered by `identity` from now on.

    :raises AnotherAddress: they do not have the same verified address.
    """
    if identity.address != account.address:
        raise AnotherAddress
    _add(db, identity, account.id)


def unlink(db: Session, account: Account, issuer: str) -> None:
    """Only an account with a password can spare its provider."""
    if account.has_password:
        mine = (IdentityRow.account_id == account.id, IdentityRow.issuer == issuer)
        db.execute(delete(IdentityRow).where(*mine).execution_options(synchronize_session=False))


def issuers_of(db: Session, account: Account) -> list[str]:
    return list(db.scalars(select(IdentityRow.issuer).where(IdentityRow.account_id == account.id).distinct()))


def _add(db: Session, identity: Identity, account_id: str) -> None:
    values = {"issuer": identity.issuer, "subject": identity.subject, "account_id": account_id, "linked_at": now()}
    insert_or_ignore(db, IdentityRow, values)
