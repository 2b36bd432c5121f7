"""What every request gets: `request.visitor`, `request.ensure_visitor()`, `request.visitors`, `request.address`."""

from __future__ import annotations

from pyramid.config import Configurator
from pyramid.request import Request

from roadmap.people.address import client_address
from roadmap.people.cookie import VisitorCookie
from roadmap.people.visitors import Visitor, visitors_of
from roadmap.settings import Settings


def includeme(config: Configurator) -> None:
    settings: Settings = config.registry.roadmap
    config.registry.visitor_cookie = VisitorCookie(settings.secret, secure=settings.secure_cookies)
    config.add_request_method(visitors_of, "visitors", reify=True)
    config.add_request_method(_visitor, "visitor", property=True)
    config.add_request_method(_ensure_visitor, "ensure_visitor")
    config.add_request_method(_address, "address", reify=True)


def _visitor(request: Request) -> Visitor | None:
    current: Visitor | None = request.visitors.current
    return current


def _ensure_visitor(request: Request) -> Visitor:
    visitor: Visitor = request.visitors.ensure()
    return visitor


def _address(request: Request) -> str:
    proxies = request.registry.roadmap.trusted_proxies
    return client_address(request.remote_addr, request.headers.get("X-Forwarded-For"), proxies)
