"""Signing in and out in this browser: a new session, a new form token, and what was done without an account."""

from __future__ import annotations

from contextlib import suppress

from pyramid.csrf import new_csrf_token
from pyramid.request import Request

from roadmap.people.device import device_of, network_of
from roadmap.people.models import AccountRow
from roadmap.people.sessions import SEEN_EVERY, Account, Sessions
from roadmap.storage import StorageUnavailable, now, reading


def sign_in(request: Request, account_id: str) -> None:
    """The browser is the account's from now on, with a session id that nobody has known before."""
    registry = request.registry
    sessions = Sessions(lambda: request.db)
    # Whoever was signed in here is not any more.
    if request.account is not None:
        sessions.end(request.account.id, request.account.session)
    row = request.db.get(AccountRow, account_id)
    request.visitors.hand_over(row.visitor_id)
    token = sessions.start(account_id, device_of(request.user_agent), network_of(request.address))
    request.add_response_callback(lambda _, response: registry.session_cookie.set(response, token))
    request.account = sessions.find(token)
    new_csrf_token(request)


def sign_out(request: Request) -> None:
    if request.account is not None:
        Sessions(lambda: request.db).end(request.account.id, request.account.session)
    forget(request)


def forget(request: Request) -> None:
    """The browser is nobody's."""
    registry = request.registry
    request.add_response_callback(lambda _, response: registry.session_cookie.forget(response))
    request.account = None
    new_csrf_token(request)


def account_of(request: Request) -> Account | None:
    """The factory of `request.account`: who is signed in."""
    token = request.cookies.get(request.registry.session_cookie.name)
    if not token:
        return None
    # Not the request's own session: one that may write would keep all other writers waiting while a password is hashed.
    with reading(request.registry.sessionmaker) as db:
        account = Sessions(lambda: db).find(token)
    if account is not None and now() - account.seen_at > SEEN_EVERY:
        # When the request's own transaction is over: reading must not become writing.
        request.add_finished_callback(_seen)
    return account


def _seen(request: Request) -> None:
    account: Account | None = request.account
    # The answer is there already: a database that is away must not take it back.
    with suppress(StorageUnavailable):
        if account is None:
            return
        with request.registry.sessionmaker.begin() as db:
            Sessions(lambda: db).seen(account.session, device_of(request.user_agent), network_of(request.address))
