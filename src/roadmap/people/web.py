"""What every request gets: `request.visitor`, `ensure_visitor()`, `visitors`, `account`, `accounts`, `address`."""

from __future__ import annotations

from pyramid.config import Configurator
from pyramid.csrf import CookieCSRFStoragePolicy
from pyramid.request import Request

from roadmap.people.accounts import Accounts, Office
from roadmap.people.address import client_address
from roadmap.people.cookie import NAME, VisitorCookie
from roadmap.people.envelope import Envelope
from roadmap.people.links import Links
from roadmap.people.mail import mail_of
from roadmap.people.passwords import Passwords
from roadmap.people.provider import provider_of
from roadmap.people.sessions import SessionCookie
from roadmap.people.signing import account_of
from roadmap.people.throttle import Throttle
from roadmap.people.visitors import Visitor, Visitors
from roadmap.settings import Settings


def includeme(config: Configurator) -> None:
    settings: Settings = config.registry.roadmap
    secure = settings.secure_cookies
    config.registry.visitor_cookie = VisitorCookie(settings.secret, secure=secure)
    config.registry.session_cookie = SessionCookie(secure=secure)
    config.registry.office = Office(
        sessions=config.registry.sessionmaker,
        passwords=Passwords(),
        links=Links(settings.secret),
        throttle=Throttle(config.registry.sessionmaker, settings.secret),
        mail=mail_of(settings),
        public_url=settings.public_url,
    )
    config.registry.provider = provider_of(settings)
    config.registry.at_provider = Envelope(settings.secret, "at-provider", secure=secure)
    config.registry.to_be_linked = Envelope(settings.secret, "to-be-linked", secure=secure)
    # For forms on pages that are one visitor's own, by `require_csrf=True`. Pages that are the same for everyone can't
    # have a token: the tween of `roadmap.site.requests` stands before all of them.
    name = "__Host-form" if secure else "form"
    config.set_csrf_storage_policy(CookieCSRFStoragePolicy(name, secure=secure, httponly=True, samesite="Lax"))
    config.add_request_method(visitors_of, "visitors", reify=True)
    config.add_request_method(account_of, "account", reify=True)
    config.add_request_method(_accounts, "accounts", reify=True)
    config.add_request_method(_visitor, "visitor", property=True)
    config.add_request_method(_ensure_visitor, "ensure_visitor")
    config.add_request_method(_address, "address", reify=True)


def visitors_of(request: Request) -> Visitors:
    """The factory of `request.visitors`."""
    return Visitors(
        lambda: request.db,
        request.registry.visitor_cookie,
        request.cookies.get(NAME),
        lambda write: request.add_response_callback(lambda _, response: write(response)),
        lambda: request.account,
    )


def _accounts(request: Request) -> Accounts:
    return Accounts(lambda: request.db, request.registry.office, request.address, request.language, request.localizer)


def _visitor(request: Request) -> Visitor | None:
    current: Visitor | None = request.visitors.current
    return current


def _ensure_visitor(request: Request) -> Visitor:
    visitor: Visitor = request.visitors.ensure()
    return visitor


def _address(request: Request) -> str:
    proxies = request.registry.roadmap.trusted_proxies
    return client_address(request.remote_addr, request.headers.get("X-Forwarded-For"), proxies)
