"""What happens to a submission, as server-sent events: replayed, then followed until it is finished.

An open stream keeps a thread of the server busy, so there may only be so many; who finds them taken asks for the
submission itself every now and then instead.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from threading import Lock

from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from roadmap.api.problems import Problem
from roadmap.api.submissions import submission_of, verdict_as_json
from roadmap.learning import StoredEvent

STREAMS = 8
STREAMS_OF_A_VISITOR = 3
RETRY_SECONDS = 2


class Places:
    """Counts open streams, all and by visitor."""

    def __init__(self, all_streams: int = STREAMS, of_a_visitor: int = STREAMS_OF_A_VISITOR) -> None:
        self._all = all_streams
        self._each = of_a_visitor
        self._open: Counter[str] = Counter()
        self._lock = Lock()

    def take(self, visitor: str) -> bool:
        with self._lock:
            if self._open.total() >= self._all or self._open[visitor] >= self._each:
                return False
            self._open[visitor] += 1
            return True

    def leave(self, visitor: str) -> None:
        with self._lock:
            self._open[visitor] -= 1
            # Also drops those at zero, or the counter would grow with every visitor.
            self._open = +self._open


class Stream:
    """The body of the response. The server calls `close` at the end, and when the client has gone."""

    def __init__(self, events: Iterator[StoredEvent], places: Places, visitor: str) -> None:
        self._events = events
        self._places = places
        self._visitor = visitor
        self._started = self._closed = False

    def __iter__(self) -> Stream:
        return self

    def __next__(self) -> bytes:
        if not self._started:
            # At once, so that a client and the proxies before it know that the stream stands.
            self._started = True
            return f"retry: {RETRY_SECONDS * 1000}\n\n".encode()
        return as_lines(next(self._events))

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._places.leave(self._visitor)


def includeme(config: Configurator) -> None:
    config.registry.event_places = Places()


@view_config(route_name="api.events", request_method="GET")
def follow(request: Request) -> Response:
    submission = submission_of(request)
    places: Places = request.registry.event_places
    visitor = request.visitor.id
    events = iter(request.submissions.events(submission.id, after=_last_seen(request)))
    if request.method == "HEAD":
        return _response(iter(()))
    if not places.take(visitor):
        raise Problem(
            503, "Too many streams are open; ask for the submission itself instead.", retry_after=RETRY_SECONDS
        )
    return _response(Stream(events, places, visitor))


def as_lines(event: StoredEvent) -> bytes:
    """One event as the wire has it; a comment where there is nothing to say."""
    if event.kind == "ping":
        return b": still here\n\n"
    data = dict(event.data)
    if data.get("verdict"):
        data["verdict"] = verdict_as_json(data["verdict"])
    # JSON has no line breaks of its own, so that one data line is enough.
    lines = [f"event: {event.kind}", f"data: {json.dumps(data, separators=(',', ':'), default=str)}"]
    if event.number:
        lines.insert(0, f"id: {event.number}")
    return ("\n".join(lines) + "\n\n").encode()


def _response(body: Iterator[bytes]) -> Response:
    response = Response(app_iter=body, content_type="text/event-stream", charset="utf-8")
    response.cache_control = "private, no-store"
    # Proxies that gather what passes through them would hold events back.
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _last_seen(request: Request) -> int:
    last = request.headers.get("Last-Event-ID", "")
    return int(last) if last.isascii() and last.isdigit() and len(last) < 10 else 0
