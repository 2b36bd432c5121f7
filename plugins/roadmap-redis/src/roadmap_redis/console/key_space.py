"""Turns what the observer saw of each key into words for a table."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

from roadmap_redis.console.command_line import quoted

_TYPES = {"zset": "sorted set"}
_UNITS = {
    "string": ("byte", "bytes"),
    "list": ("element", "elements"),
    "set": ("member", "members"),
    "hash": ("field", "fields"),
    "zset": ("member", "members"),
    "stream": ("entry", "entries"),
}


@dataclass(frozen=True, slots=True)
class Key:
    """One row: all of it text."""

    database: str
    name: str
    type: str
    left: str
    size: str
    preview: str


def key(facts: dict[str, Any]) -> Key:
    kind = facts["type"]
    return Key(
        database=str(facts["database"]),
        name=_name(base64.b64decode(facts["name"])),
        type=_TYPES.get(kind, kind),
        left=time_left(facts["left"]),
        size=_size(kind, facts["size"]),
        preview=_preview(kind, facts["size"] or 0, [base64.b64decode(value) for value in facts["preview"]]),
    )


def time_left(milliseconds: int | None) -> str:
    """Time to live in words; -1 is Redis's way to say that there is none."""
    if milliseconds is None or milliseconds < 0:
        return "no limit"
    seconds = milliseconds / 1000
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < 120:
        return f"{seconds:.0f} s"
    if seconds < 7200:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:,.0f} h" if seconds < 172_800 else f"{seconds / 86_400:,.0f} days"


def _size(kind: str, size: int | None) -> str:
    if size is None:
        return ""
    one, many = _UNITS.get(kind, ("", ""))
    return f"{size:,} {one if size == 1 else many}"


def _name(name: bytes) -> str:
    """Plain where that is possible, quoted where it would mislead."""
    text = quoted(name)
    plain = text[1:-1]
    return plain if plain and " " not in plain and "\\" not in plain else text


def _preview(kind: str, size: int, values: list[bytes]) -> str:
    shown = [quoted(value) for value in values]
    if kind in ("hash", "zset"):
        seconds = [value.decode() for value in values[1::2]] if kind == "zset" else shown[1::2]
        pairs = [f"{one}: {other}" for one, other in zip(shown[::2], seconds, strict=False)]
        text, many = ", ".join(pairs), len(pairs)
    elif kind == "stream":
        return f"latest: {values[0].decode()}" if values else ""
    elif kind == "string":
        return shown[0] + (" …" if size > 80 else "") if shown else ""
    else:
        text, many = ", ".join(shown), len(shown)
    return text + (" …" if size > many else "")
