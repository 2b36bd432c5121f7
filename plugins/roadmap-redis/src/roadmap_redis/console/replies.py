"""Writes replies as redis-cli does: integers, nil, errors, quoted strings, numbered and nested arrays."""

from __future__ import annotations

import base64
from typing import Any

from roadmap_redis.console.command_line import quoted


def written(reply: dict[str, Any], indent: int = 0) -> str:
    """The text for `reply`, as the observer took it apart: `kind`, `value` (texts in base64), `more` where cut."""
    if reply["kind"] == "nil":
        return "(nil)"
    kind, value, more = reply["kind"], reply["value"], reply.get("more", 0)
    if kind == "integer":
        return f"(integer) {value}"
    if kind == "error":
        return f"(error) {_plain(value)}"
    if kind == "status":
        return _plain(value)
    if kind == "string":
        return quoted(base64.b64decode(value)) + (f" … and {more:,} bytes more" if more else "")
    return _array(value, more, indent)


def _array(items: list[dict[str, Any]], more: int, indent: int) -> str:
    if not items and not more:
        return "(empty array)"
    width = len(str(len(items)))
    lines = []
    for number, item in enumerate(items, 1):
        label = f"{number:>{width}}) "
        # Nested replies begin on the line of their number and go on below their own first column.
        text = written(item, indent + len(label))
        lines.append(("" if number == 1 else " " * indent) + label + text)
    if more:
        lines.append(("" if not lines else " " * indent) + f"… and {more:,} more")
    return "\n".join(lines)


def _plain(value: str) -> str:
    return base64.b64decode(value).decode("utf-8", "replace")
