"""What lies in Redis as the broker of Celery: messages as kombu writes them, read as JSON and never unpickled."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

import redis as redis_library

from . import wire

_MOST = 1000
_BINDINGS = "_kombu.binding."
_CONTROL = ("pidbox", "celeryev")
"""Exchanges on which workers are told what to do, and tell what they do."""

_UNACKED = "unacked"


class Broker:
    """Queues and the messages in them. Looking takes nothing out."""

    def __init__(self, client: redis_library.Redis) -> None:
        self._redis = client

    def queues(self) -> list[str]:
        """Names of all queues for tasks that producers or workers have declared, sorted."""
        found: set[str] = set()
        for key in self._redis.scan_iter(f"{_BINDINGS}*", count=_MOST):
            if str(key).endswith(_CONTROL):
                continue
            # Each is routing key, pattern and queue, with this between them.
            found.update(str(member).rpartition("\x06\x16")[2] for member in self._redis.smembers(key))
        return sorted(found)

    def length(self, queue: str = "celery") -> int:
        """How many messages wait in `queue`; those that a worker has taken are not among them."""
        return int(self._redis.llen(queue))

    def messages(self, queue: str = "celery") -> list[dict[str, Any]]:
        """Those that wait in `queue`, the next first, at most a thousand; see `unacked` for what each is."""
        # Producers push on the left, workers take from the right.
        return [_read(str(text)) for text in reversed(self._redis.lrange(queue, -_MOST, -1))]

    def unacked(self) -> list[dict[str, Any]]:
        """Those that a worker has taken and not acknowledged.

        Each has `task`, `id`, `args`, `kwargs`, `headers`, `queue` and `content_type`. Of a body that is not JSON only
        `body`, its text as it is, is there: args and kwargs are None.
        """
        kept = [json.loads(text)[0] for text in self._redis.hvals(_UNACKED)[:_MOST]]
        return [_read(json.dumps(message)) for message in kept]


def _read(text: str) -> dict[str, Any]:
    message = _table(wire.strict(text))
    headers, properties = _table(message.get("headers")), _table(message.get("properties"))
    kind = message.get("content-type")
    found: dict[str, Any] = {
        "task": headers.get("task"),
        "id": headers.get("id"),
        "args": None,
        "kwargs": None,
        "headers": headers,
        "queue": _table(properties.get("delivery_info")).get("routing_key"),
        "content_type": kind,
        "body": message.get("body"),
    }
    if kind == "application/json":
        found["args"], found["kwargs"] = _arguments(found["body"], properties.get("body_encoding"))
    return found


def _table(value: Any) -> dict[str, Any]:
    """Anybody can put anything into a queue."""
    return value if isinstance(value, dict) else {}


def _arguments(body: Any, encoding: object) -> tuple[Any, Any]:
    """Of a task message of Celery's: `[args, kwargs, embed]`, in base64 or as it is."""
    try:
        if encoding == "base64":
            body = base64.b64decode(body, validate=True).decode()
        args, kwargs, _ = wire.strict(body)
    except (binascii.Error, ValueError, TypeError):
        return None, None
    return args, kwargs
