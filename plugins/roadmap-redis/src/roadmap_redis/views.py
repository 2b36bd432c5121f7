"""The console's pages: the same one for everybody, and the private one that answers a submission."""

from __future__ import annotations

from typing import Any

from pyramid.request import Request
from pyramid.view import view_config

from roadmap.learning.errors import Wait
from roadmap_redis.console.examples import EXAMPLES, example
from roadmap_redis.console.session import COMMANDS, Outcome, Refused, converse, lines

WORKSPACE = "redis.console"
TEMPLATE = "templates/console.jinja2"
FORM_LIMIT = 256 * 1024


@view_config(route_name="redis.console", request_method="GET", renderer=TEMPLATE)
def show(request: Request) -> dict[str, Any]:
    """The same bytes for everyone: what somebody keeps in their server is shown to them after a submission only."""
    request.response.cache_control = "public, max-age=0, must-revalidate"
    return page(example(request.GET.get("example", "1")).commands)


@view_config(route_name="redis.console", request_method="POST", renderer=TEMPLATE)
def send(request: Request) -> dict[str, Any]:
    """What was typed, what the server answered, and its keys; or one sentence on why nothing was sent."""
    request.response.cache_control = "private, no-store"
    text = ""
    try:
        text, action = read_form(request)
        if action == "empty":
            request.workspaces.save(WORKSPACE, b"")
            return page(text, Outcome(notes=("Your server is empty now.",)))
        typed = [] if action == "look" else lines(text)
        outcome = converse(typed, request.workspaces.load(WORKSPACE) or b"", request.observe)
    except Refused as refusal:
        request.response.status_int = 422
        return page(text, Outcome(problem=str(refusal)))
    except Wait as refusal:
        return page(text, Outcome(problem=request.refuse(refusal)))
    if outcome.state is not None:
        request.workspaces.save(WORKSPACE, outcome.state)
    return page(text, outcome)


def read_form(request: Request) -> tuple[str, str]:
    """The typed text and the button.

    :raises Refused: the form is too large or can't be read.
    """
    if (request.content_length or 0) > FORM_LIMIT:
        raise Refused(f"The form is larger than {FORM_LIMIT // 1024} KiB.")
    try:
        text, action = request.POST.get("commands", ""), request.POST.get("action", "send")
    except (UnicodeDecodeError, ValueError):
        raise Refused("The form could not be read. It should be sent as UTF-8.") from None
    if not isinstance(text, str) or not isinstance(action, str):
        raise Refused("The form has a file where text should be.")
    return text, action


def page(commands: str, outcome: Outcome | None = None) -> dict[str, Any]:
    return {
        "commands": commands,
        "outcome": outcome,
        "examples": EXAMPLES,
        "most": COMMANDS,
        "databases": len({row.database for row in outcome.keys}) if outcome else 0,
    }
