"""TOML files with the line of each key, which the standard library's parser does not tell."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path

from roadmap.catalogue.fields import Document, KeyPath
from roadmap.catalogue.files import read_text
from roadmap.catalogue.finding import Findings

_AT = re.compile(r"\(at (?:line (\d+), column \d+|end of document)\)")
_PART = re.compile(r"""\s*(?:([A-Za-z0-9_-]+)|"([^"\\]*)"|'([^']*)')\s*(\.?)""")


def read_toml(path: Path, findings: Findings, *, cure: str = "") -> Document | None:
    """The parsed file, or None with a finding added."""
    text = read_text(path, findings, cure=cure)
    if text is None:
        return None
    try:
        data = tomllib.loads(text)
    except RecursionError:
        findings.add(path, 1, "is nested too deeply")
        return None
    except ValueError as error:
        match = _AT.search(str(error))
        line = int(match[1]) if match and match[1] else max(1, len(text.splitlines())) if match else 1
        findings.add(path, line, f"is not TOML: {_AT.sub('', str(error)).strip()}")
        return None
    return Document(path, data, key_lines(text), findings)


def key_lines(text: str) -> dict[KeyPath, int]:
    """Where each key of valid TOML stands; keys inside inline tables count as their table's."""
    lines: dict[KeyPath, int] = {}
    counts: Counter[KeyPath] = Counter()
    table: KeyPath = ()
    inside = ""
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if inside:
            inside = "" if line.count(inside) % 2 else inside
            continue
        if stripped.startswith("[[") and (keys := _keys(stripped[2:])):
            table = _resolve(keys, counts)
            counts[table] += 1
            table = (*table, counts[table] - 1)
            lines.setdefault(table[:-1], number)
            lines[table] = number
        elif stripped.startswith("[") and (keys := _keys(stripped[1:])):
            table = _resolve(keys, counts)
            lines.setdefault(table, number)
        elif "=" in line and (keys := _keys(line)):
            lines.setdefault((*table, *keys), number)
            lines.setdefault((*table, keys[0]), number)
        inside = next((quotes for quotes in ('"""', "'''") if line.count(quotes) % 2), "")
    return lines


def _keys(text: str) -> tuple[str, ...]:
    """The dotted key at the start of `text`."""
    keys = []
    position = 0
    while match := _PART.match(text, position):
        keys.append(next(part for part in match.groups()[:3] if part is not None))
        position = match.end()
        if not match[4]:
            break
    return tuple(keys)


def _resolve(keys: tuple[str, ...], counts: Counter[KeyPath]) -> KeyPath:
    """A header's key with the index of the last element wherever it leads through an array of tables."""
    path: KeyPath = ()
    for number, key in enumerate(keys):
        path = (*path, key)
        if number < len(keys) - 1 and counts[path]:
            path = (*path, counts[path] - 1)
    return path
