"""JSON responses: those that are the same for everyone, and those that are one visitor's own."""

from __future__ import annotations

import json
from typing import Any

from pyramid.response import Response


def public(data: Any) -> Response:
    """The same for everyone. The view says `everyone=True`, which adds the ETag and what caches need."""
    return _json(data)


def private(data: Any, status: int = 200) -> Response:
    """One visitor's own: stored nowhere."""
    response = _json(data, status)
    response.cache_control = "private, no-store"
    return response


def _json(data: Any, status: int = 200) -> Response:
    body = json.dumps(data, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"
    return Response(body, status=status, content_type="application/json", charset=None)
