"""Pages on which one signs up, in and out, and chooses a password."""

from __future__ import annotations

from typing import Any

from pyramid.csrf import new_csrf_token
from pyramid.exceptions import BadCSRFOrigin, BadCSRFToken
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.renderers import render_to_response
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import exception_view_config, view_config

from roadmap.languages import _
from roadmap.people.accounts import WrongPassword
from roadmap.people.identities import issuers_of
from roadmap.people.links import BadLink
from roadmap.people.mail import MailUnavailable
from roadmap.people.mail_address import BadAddress
from roadmap.people.passwords import BadPassword
from roadmap.people.sessions import Sessions
from roadmap.people.signing import sign_in, sign_out
from roadmap.people.throttle import Throttled
from roadmap.site.places import own_path
from roadmap.site.requests import refusal

TEMPLATES = "roadmap:site/templates/account"
WRONG = _("The address and the password do not belong together.")
NOT_YOURS = _("This is not your password.")
OLD_FORM = _("This form was open for too long, or cookies are switched off. Nothing was done; please send it again.")


@view_config(route_name="account", request_method="GET", renderer=f"{TEMPLATES}/account.jinja2")
def account(context: Any, request: Request) -> Any:
    """Everything about the account of whoever is signed in; to others, how one does that."""
    if request.account is None:
        return render_to_response(f"{TEMPLATES}/sign_in.jinja2", _sign_in_page(request, None), request=request)
    return _account_page(request)


@view_config(route_name="account.sign_in", request_method="GET", renderer=f"{TEMPLATES}/sign_in.jinja2")
def ask_to_sign_in(context: Any, request: Request) -> Any:
    if request.account is not None:
        return HTTPSeeOther(own_path(request.GET.get("next"), request.route_path("account")))
    return _sign_in_page(request, request.GET.get("next"))


@view_config(
    route_name="account.sign_in",
    request_method="POST",
    require_csrf=True,
    renderer=f"{TEMPLATES}/sign_in.jinja2",
)
def signing_in(context: Any, request: Request) -> Any:
    form = request.POST
    address, then = _text(form, "address"), form.get("next")
    try:
        account = request.accounts.check(address, _text(form, "password"))
    except WrongPassword:
        return _again(request, 422, **_sign_in_page(request, then, address, WRONG))
    except Throttled as error:
        return _wait(request, error, **_sign_in_page(request, then, address, patience(error)))
    sign_in(request, account)
    return HTTPSeeOther(own_path(then, request.route_path("account")))


@view_config(route_name="account.sign_out", request_method="POST", require_csrf=True)
def signing_out(context: Any, request: Request) -> Any:
    sign_out(request)
    return HTTPSeeOther(request.route_path("home"))


@view_config(route_name="account.sign_up", request_method="GET", renderer=f"{TEMPLATES}/ask_for_link.jinja2")
@view_config(route_name="account.forgotten", request_method="GET", renderer=f"{TEMPLATES}/ask_for_link.jinja2")
def ask_for_link(context: Any, request: Request) -> Any:
    return _link_page(request)


@view_config(
    route_name="account.sign_up",
    request_method="POST",
    require_csrf=True,
    renderer=f"{TEMPLATES}/ask_for_link.jinja2",
)
@view_config(
    route_name="account.forgotten",
    request_method="POST",
    require_csrf=True,
    renderer=f"{TEMPLATES}/ask_for_link.jinja2",
)
def send_link(context: Any, request: Request) -> Any:
    address = _text(request.POST, "address")
    try:
        request.accounts.send_link(address, new=_is_new(request))
    except BadAddress as error:
        return _again(request, 422, **_link_page(request, address, error.message))
    except Throttled as error:
        return _wait(request, error, **_link_page(request, address, patience(error)))
    except MailUnavailable as error:
        return _again(request, 503, **_link_page(request, address, error.message))
    return HTTPSeeOther(request.route_path("account.mail_sent"))


@view_config(route_name="account.mail_sent", request_method="GET", renderer=f"{TEMPLATES}/mail_sent.jinja2")
def mail_sent(context: Any, request: Request) -> dict[str, Any]:
    return {"section": None}


@view_config(route_name="account.link", request_method="GET", renderer=f"{TEMPLATES}/link.jinja2")
def ask_for_password(context: Any, request: Request) -> Any:
    """Looking at a link does not use it up: programs that look through mail do."""
    key = request.GET.get("key", "")
    return {"section": None, "key": key, "link": request.accounts.read_link(key), "error": ""}


@view_config(route_name="account.link", request_method="POST", require_csrf=True, renderer=f"{TEMPLATES}/link.jinja2")
def use_link(context: Any, request: Request) -> Any:
    key = _text(request.POST, "key")
    try:
        account = request.accounts.set_password(key, _text(request.POST, "password"))
    except BadPassword as error:
        link = request.accounts.read_link(key)
        return _again(request, 422, key=key, link=link, error=error.message)
    sign_in(request, account)
    return HTTPSeeOther(request.route_path("account", _query={"saved": "password"}))


@view_config(
    route_name="account.password",
    request_method="POST",
    require_csrf=True,
    renderer=f"{TEMPLATES}/account.jinja2",
)
def change_password(context: Any, request: Request) -> Any:
    account = request.account
    if account is None:
        return HTTPSeeOther(request.route_path("account.sign_in"))
    form = request.POST
    try:
        request.accounts.change_password(account, _text(form, "old"), _text(form, "password"))
    except WrongPassword:
        return _again(request, 422, **_account_page(request, old=NOT_YOURS))
    except BadPassword as error:
        return _again(request, 422, **_account_page(request, password=error.message))
    except Throttled as error:
        return _wait(request, error, **_account_page(request, old=patience(error)))
    # A new session id with the new password: whoever has got hold of the old one is out.
    sign_in(request, account.id)
    return HTTPSeeOther(request.route_path("account", _query={"saved": "password"}))


@view_config(route_name="account.end", request_method="POST", require_csrf=True)
def end_session(context: Any, request: Request) -> Any:
    account = request.account
    if account is None:
        return HTTPSeeOther(request.route_path("account.sign_in"))
    sessions, chosen = Sessions(lambda: request.db), _text(request.POST, "session")
    if chosen == account.session:
        sign_out(request)
        return HTTPSeeOther(request.route_path("home"))
    if chosen:
        sessions.end(account.id, chosen)
    else:
        sessions.end_all(account.id, but=account.session)
    return HTTPSeeOther(request.route_path("account", _query={"saved": "sessions"}))


@exception_view_config(context=BadLink, renderer=f"{TEMPLATES}/bad_link.jinja2")
def bad_link(error: BadLink, request: Request) -> dict[str, Any]:
    request.response.status_int = 410
    return {"section": None}


@exception_view_config(context=BadCSRFToken)
@exception_view_config(context=BadCSRFOrigin)
def old_form(error: Exception, request: Request) -> Response:
    new_csrf_token(request)
    return refusal(request, 400, _("Please send that again"), OLD_FORM)


def _account_page(request: Request, **errors: str) -> dict[str, Any]:
    sessions = Sessions(lambda: request.db).of(request.account.id)
    saved = request.GET.get("saved", "")
    return {
        "section": None,
        "account": request.account,
        "sessions": sessions,
        "provider": request.registry.provider,
        "issuers": issuers_of(request.db, request.account),
        "errors": errors,
        "saved": saved,
    }


def _sign_in_page(request: Request, then: str | None, address: str = "", error: str = "") -> dict[str, Any]:
    provider = request.registry.provider
    return {"section": None, "next": own_path(then, ""), "address": address, "error": error, "provider": provider}


def _link_page(request: Request, address: str = "", error: str = "") -> dict[str, Any]:
    possible = request.registry.office.mail.possible
    return {"section": None, "new": _is_new(request), "address": address, "error": error, "possible": possible}


def _is_new(request: Request) -> bool:
    return bool(request.matched_route.name == "account.sign_up")


def _again(request: Request, status: int, /, **values: Any) -> dict[str, Any]:
    """The form once more, with what is wrong with it."""
    request.response.status_int = status
    return {"section": None, **values}


def _wait(request: Request, error: Throttled, /, **values: Any) -> dict[str, Any]:
    request.response.headers["Retry-After"] = str(error.retry_after)
    return _again(request, 429, **values)


def patience(error: Throttled) -> str:
    minutes = -(-error.retry_after // 60)
    words: str = _(
        "That was tried too often. Please wait, and try again in ${minutes} min.", mapping={"minutes": minutes}
    )
    return words


def _text(form: Any, name: str) -> str:
    value = form.get(name, "")
    return value if isinstance(value, str) else ""
