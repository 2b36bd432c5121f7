"""Signing in with an OpenID Connect provider: there, back, and linking it to an account that one has."""

from __future__ import annotations

import logging
from dataclasses import asdict
from typing import Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import exception_view_config, view_config

from roadmap.languages import _
from roadmap.people.identities import (
    AddressTaken,
    AnotherAddress,
    NoVerifiedAddress,
    account_from,
    link,
    linked_account,
    unlink,
)
from roadmap.people.provider import Begun, Identity, Provider, ProviderError
from roadmap.people.signing import sign_in
from roadmap.site.places import own_path
from roadmap.site.requests import refusal

log = logging.getLogger(__name__)
TEMPLATES = "roadmap:site/templates/account"
FAILED = _("The provider did not say who you are, so you are not signed in. Try again, or sign in with a password.")


@view_config(route_name="provider", request_method="GET")
def go_to_provider(context: Any, request: Request) -> Response:
    url, begun = _provider(request).begin()
    then = own_path(request.GET.get("next"), request.route_path("account"))
    request.registry.at_provider.put(request, {**begun.as_dict(), "next": then})
    return _uncached(HTTPSeeOther(url))


@view_config(route_name="provider.callback", request_method="GET")
def come_back(context: Any, request: Request) -> Response:
    kept = request.registry.at_provider.read(request)
    request.registry.at_provider.discard(request)
    if kept is None:
        raise ProviderError("this browser was not sent there, or too long ago")
    begun = Begun(kept["state"], kept["nonce"], kept["verifier"])
    identity = _provider(request).finish(begun, dict(request.GET))
    request.writes = True
    account = linked_account(request.db, identity)
    if account is None and request.account is not None:
        return _to_link(request, identity)
    try:
        account = account or account_from(request.db, identity)
    except AddressTaken:
        # Who is at the provider is known, who has the account is not yet: a password must say so.
        return _to_link(request, identity)
    except NoVerifiedAddress:
        name = _provider(request).name
        detail = _(
            "${name} does not say that your e-mail address is verified. Verify it there, or sign up here.",
            mapping={"name": name},
        )
        return refusal(request, 403, _("Not signed in"), detail)
    sign_in(request, account)
    return _uncached(HTTPSeeOther(own_path(kept.get("next"), request.route_path("account"))))


@view_config(route_name="provider.link", request_method="GET", renderer=f"{TEMPLATES}/link_provider.jinja2")
def ask_to_link(context: Any, request: Request) -> Any:
    identity = _to_be_linked(request)
    if request.account is None:
        query = {"next": request.route_path("provider.link")}
        return HTTPSeeOther(request.route_path("account.sign_in", _query=query))
    return {
        "section": None,
        "identity": identity,
        "account": request.account,
        "provider": _provider(request),
        "fits": identity.address == request.account.address,
    }


@view_config(route_name="provider.link", request_method="POST", require_csrf=True)
def link_them(context: Any, request: Request) -> Response:
    identity = _to_be_linked(request)
    if request.account is None:
        return HTTPSeeOther(request.route_path("account.sign_in"))
    try:
        link(request.db, identity, request.account)
    except AnotherAddress:
        return refusal(request, 403, _("Not linked"), _("The account and the provider do not have the same address."))
    request.registry.to_be_linked.discard(request)
    return HTTPSeeOther(request.route_path("account", _query={"saved": "identity"}))


@view_config(route_name="provider.unlink", request_method="POST", require_csrf=True)
def unlink_them(context: Any, request: Request) -> Response:
    if request.account is not None:
        unlink(request.db, request.account, str(request.POST.get("issuer", "")))
    return HTTPSeeOther(request.route_path("account"))


@exception_view_config(context=ProviderError)
def failed(error: ProviderError, request: Request) -> Response:
    log.warning("nobody was signed in with the provider: %s", error)
    return refusal(request, 502, _("Not signed in"), FAILED)


def _provider(request: Request) -> Provider:
    provider: Provider | None = request.registry.provider
    if provider is None:
        raise HTTPNotFound()
    return provider


def _to_be_linked(request: Request) -> Identity:
    kept = request.registry.to_be_linked.read(request)
    if kept is None:
        raise HTTPNotFound()
    return Identity(kept["issuer"], kept["subject"], kept["address"])


def _to_link(request: Request, identity: Identity) -> Response:
    request.registry.to_be_linked.put(request, asdict(identity))
    return _uncached(HTTPSeeOther(request.route_path("provider.link")))


def _uncached(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-store"
    return response
