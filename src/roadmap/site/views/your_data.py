"""What is kept on a person: a page that says so, a file with all of it, and its deletion."""

from __future__ import annotations

import json
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from roadmap.languages import _
from roadmap.people.accounts import WrongPassword
from roadmap.people.personal import erase, export
from roadmap.people.signing import forget
from roadmap.people.throttle import Throttled
from roadmap.site.views.account import NOT_YOURS, patience
from roadmap.storage import now

TEMPLATES = "roadmap:site/templates/account"
NAMES = {
    "visitors": _("When you first did something here, and last"),
    "accounts": _("Your account"),
    "sessions": _("Browsers in which you are signed in"),
    "identities": _("Who you are at a provider with which you sign in"),
    "progress": _("Lessons done and exercises passed"),
    "submissions": _("Programs that you sent to be checked or run, with what came of them"),
    "drafts": _("What you have typed for exercises"),
    "quiz_answers": _("Answers to questions"),
    "workspaces": _("What labs keep for you between two visits"),
    "set_aside": _("What was set aside when two of your browsers were put together"),
}


@view_config(route_name="your_data", request_method="GET", renderer=f"{TEMPLATES}/your_data.jinja2")
def your_data(context: Any, request: Request) -> dict[str, Any]:
    return _page(request)


@view_config(route_name="your_data.export", request_method="GET")
def export_all(context: Any, request: Request) -> Response:
    visitor = request.visitor
    rows = export(request.db, visitor.id) if visitor else {}
    body = {"exported_at": now().isoformat(), "site": request.registry.roadmap.public_url, "data": rows}
    response = Response(json.dumps(body, indent=1).encode(), content_type="application/json", charset=None)
    response.headers["Content-Disposition"] = 'attachment; filename="roadmap-your-data.json"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@view_config(
    route_name="your_data.delete",
    request_method="GET",
    renderer=f"{TEMPLATES}/delete.jinja2",
)
def ask_to_delete(context: Any, request: Request) -> Any:
    if request.visitor is None:
        return HTTPSeeOther(request.route_path("your_data"))
    return {"section": None, "account": request.account, "errors": {}}


@view_config(
    route_name="your_data.delete",
    request_method="POST",
    require_csrf=True,
    renderer=f"{TEMPLATES}/delete.jinja2",
)
def delete_all(context: Any, request: Request) -> Any:
    account, visitor = request.account, request.visitor
    if visitor is None:
        return HTTPSeeOther(request.route_path("your_data"))
    errors = _what_is_missing(request)
    if errors:
        request.response.status_int = 422
        return {"section": None, "account": account, "errors": errors}
    if account is not None:
        request.accounts.erase(account)
        forget(request)
    else:
        erase(request.db, visitor.id)
    request.visitors.forget()
    return HTTPSeeOther(request.route_path("your_data", _query={"deleted": "1"}))


def _what_is_missing(request: Request) -> dict[str, str]:
    account = request.account
    if not request.POST.get("sure"):
        return {"sure": _("Tick the box to say that you mean it.")}
    if account is not None and account.has_password:
        try:
            request.accounts.check(account.address, str(request.POST.get("password", "")))
        except WrongPassword:
            return {"password": NOT_YOURS}
        except Throttled as error:
            return {"password": patience(error)}
    return {}


def _page(request: Request) -> dict[str, Any]:
    visitor = request.visitor
    rows = export(request.db, visitor.id) if visitor else {}
    kept = [(NAMES.get(table, table.replace("_", " ").capitalize()), len(found)) for table, found in rows.items()]
    return {
        "section": None,
        "account": request.account,
        "kept": [each for each in kept if each[1]],
        "set_aside": rows.get("set_aside", []),
        "deleted": "deleted" in request.GET,
    }
