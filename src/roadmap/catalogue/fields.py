"""Typed reading of TOML and YAML tables: each wrong, missing or unknown key becomes a finding at its own line."""

from __future__ import annotations

import re
import reprlib
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from roadmap.catalogue.finding import Findings

KeyPath = tuple[str | int, ...]
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_REQUIRED: Any = object()


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file and the line of each of its keys, found by the path that leads to it."""

    path: Path
    data: Mapping[str, Any]
    lines: Mapping[KeyPath, int]
    findings: Findings

    def line(self, key: KeyPath) -> int:
        """The line of `key`, or of the nearest table around it."""
        while key and key not in self.lines:
            key = key[:-1]
        return self.lines.get(key, 1)

    @property
    def fields(self) -> Fields:
        return Fields(self, (), self.data)


class Fields:
    """One table of a document. Readers return the right type even after a finding, so that loading goes on."""

    def __init__(self, document: Document, at: KeyPath, table: Mapping[str, Any]) -> None:
        self._document = document
        self._at = at
        self._table = table
        self._known: set[str] = set()

    @property
    def line(self) -> int:
        return self._document.line(self._at)

    def line_of(self, key: str) -> int:
        return self._document.line((*self._at, key))

    def wrong(self, key: str, message: str, cure: str = "") -> None:
        self._document.findings.add(self._document.path, self.line_of(key), message, cure)

    def text(self, key: str, default: str = _REQUIRED, *, lines: bool = False) -> str:
        """Text without control characters; on one line unless `lines`."""
        value = self._get(key, default)
        if value is None:
            return ""
        if value is default:
            return str(value)
        if not isinstance(value, str):
            self._mistyped(key, "text", value)
            return ""
        if not value.strip():
            self.wrong(key, f"{key} is empty", "write something, or leave the key out if it is optional")
        elif not lines and "\n" in value.strip():
            self.wrong(key, f"{key} must be one line")
        elif any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t" for c in value):
            self.wrong(key, f"{key} holds a control character", "remove it")
            return ""
        return value.strip()

    def identifier(self, key: str, default: str = _REQUIRED) -> str:
        value = self.text(key, default)
        if value and value is not default and not ID.fullmatch(value):
            self.wrong(key, f"{value!r} is not an id", "small letters, digits and single hyphens between them")
        return value

    def option(self, key: str, options: Collection[str], default: str = _REQUIRED) -> str:
        value = self.text(key, default)
        if value and value is not default and value not in options:
            self.wrong(key, f"unknown {key} {value!r}", suggestion(value, options))
        return value

    def number(self, key: str, default: float = _REQUIRED, *, low: float = 0, high: float = 1e9) -> float:
        value = self._get(key, default)
        if value is None:
            return low
        if isinstance(value, bool) or not isinstance(value, int | float):
            self._mistyped(key, "a number", value)
            return low
        if not low <= value <= high:
            self.wrong(key, f"{key} is {reprlib.repr(value)}", f"from {low:g} to {high:g}")
            return low
        return value

    def integer(self, key: str, default: int = _REQUIRED, *, low: int = 0, high: int = 10**9) -> int:
        value = self._get(key, default)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            self._mistyped(key, "a whole number", value)
            return low
        return int(self.number(key, default, low=low, high=high))

    def boolean(self, key: str, default: bool = _REQUIRED) -> bool:
        value = self._get(key, default)
        if value is not None and not isinstance(value, bool):
            self._mistyped(key, "true or false", value)
        return value is True

    def day(self, key: str) -> date:
        value = self._get(key, _REQUIRED)
        if isinstance(value, str):
            try:
                value = date.fromisoformat(value)
            except ValueError:
                value = str(value)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if value is not None:
            self._mistyped(key, "a day like 2026-11-22", value)
        return date.min

    def texts(self, key: str, default: tuple[str, ...] = _REQUIRED) -> tuple[str, ...]:
        """A list of texts, without repetition."""
        value = self._get(key, default)
        if value is None or value is default:
            return () if value is None else default
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            self._mistyped(key, "a list of texts", value)
            return ()
        for item in sorted({item for item in value if value.count(item) > 1}):
            self.wrong(key, f"{key} names {reprlib.repr(item)} twice", "once is enough")
        if any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t" for item in value for c in item):
            self.wrong(key, f"{key} holds a control character", "remove it")
            return ()
        return tuple(dict.fromkeys(item.strip() for item in value))

    def table(self, key: str) -> Fields:
        """A table; an empty one where the key is absent."""
        value = self._get(key, {})
        if not isinstance(value, Mapping):
            self._mistyped(key, "a table", value)
            value = {}
        return self._inner((key,), value)

    def tables(self, key: str, *, required: bool = False) -> tuple[Fields, ...]:
        """A list of tables (`[[key]]` in TOML)."""
        value = self._get(key, _REQUIRED if required else [])
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
            self._mistyped(key, "a list of tables", value)
            return ()
        return tuple(self._inner((key, number), item) for number, item in enumerate(value))

    def has(self, key: str) -> bool:
        return key in self._table

    def keys(self) -> tuple[str, ...]:
        """All keys, for tables whose keys are data; they count as known."""
        self._known.update(self._table)
        return tuple(key for key in self._table if isinstance(key, str))

    def finish(self) -> None:
        """Call when all known keys have been asked for: what is left is unknown."""
        for key in self._table:
            if key not in self._known:
                self.wrong(key, f"unknown key {reprlib.repr(key)}", suggestion(str(key), self._known))

    def _get(self, key: str, default: Any) -> Any:
        self._known.add(key)
        if key in self._table and self._table[key] is not None:
            return self._table[key]
        if default is _REQUIRED:
            self._document.findings.add(self._document.path, self.line, f"{key} is missing", f"add {key}")
            return None
        return default

    def _inner(self, at: KeyPath, table: Mapping[str, Any]) -> Fields:
        return Fields(self._document, (*self._at, *at), table)

    def _mistyped(self, key: str, wanted: str, value: object) -> None:
        self.wrong(key, f"{key} must be {wanted}, not {reprlib.repr(value)}")


def suggestion(word: str, options: Iterable[str]) -> str:
    """`did you mean …?`, or what there is to choose from."""
    known = sorted(options)
    near = get_close_matches(word, known, n=1)
    if near:
        return f"did you mean {near[0]}?"
    return f"known: {', '.join(known)}" if known else ""
