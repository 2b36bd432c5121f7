"""Log lines that can be followed: each says which request and which submission it belongs to.

Whoever logs names things with `extra`: `log.info("queued", extra={"submission": id})`. The number of the request is
added by itself; it is the one that error pages show. `JSONFormatter` makes one JSON object of a record, which is what
collectors of logs read; `PlainFormatter` is for people.
"""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from pyramid.config import Configurator
from pyramid.registry import Registry
from pyramid.request import Request
from pyramid.response import Response
from pyramid.tweens import EXCVIEW, INGRESS

_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_number: ContextVar[str] = ContextVar("request", default="")


def includeme(config: Configurator) -> None:
    """`request.number`: eight characters that name a request, in its log lines and on its error page."""
    config.add_request_method(lambda request: secrets.token_hex(4), "number", reify=True)
    outermost = (EXCVIEW, "roadmap.site.headers.headers_tween", "pyramid_tm.tm_tween_factory")
    config.add_tween("roadmap.log.numbering_tween", under=INGRESS, over=outermost)


def numbering_tween(handler: Callable[[Request], Response], registry: Registry) -> Callable[[Request], Response]:
    def tween(request: Request) -> Response:
        token = _number.set(request.number)
        try:
            return handler(request)
        finally:
            _number.reset(token)

    return tween


def fields_of(record: logging.LogRecord) -> Iterator[tuple[str, Any]]:
    """What was given as `extra`, and the request that the record belongs to."""
    for name, value in vars(record).items():
        if name not in _OWN:
            yield name, value
    if (number := _number.get()) and not hasattr(record, "request"):
        yield "request", number


class JSONFormatter(logging.Formatter):
    """One JSON object on a line. For `class =` in the formatter section of an .ini file."""

    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        # The four above are what collectors sort by: nothing may take their place.
        entry.update((name, value) for name, value in fields_of(record) if name not in entry)
        if record.exc_info:
            entry["traceback"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False, default=str)


class PlainFormatter(logging.Formatter):
    """The format of the .ini file, with the fields behind it: `… queued  submission=4f1c request=9b2e`."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        line = super().formatMessage(record)
        fields = " ".join(f"{name}={value}" for name, value in fields_of(record))
        return f"{line}  {fields}" if fields else line
