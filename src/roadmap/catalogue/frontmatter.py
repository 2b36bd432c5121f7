"""The YAML between `---` lines at the head of a Markdown file, with the line of each key."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from roadmap.catalogue.fields import Document, KeyPath
from roadmap.catalogue.files import read_text
from roadmap.catalogue.finding import Findings


@dataclass(frozen=True, slots=True)
class Page:
    """A Markdown file: its front matter, the text below, and the line at which that starts."""

    front: Document
    text: str
    text_line: int


def read_page(path: Path, findings: Findings, *, required: bool = True) -> Page | None:
    """The file taken apart, or None with a finding added."""
    text = read_text(path, findings)
    if text is None:
        return None
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        if required:
            findings.add(path, 1, "has no front matter", "begin the file with a line `---`")
            return None
        return Page(Document(path, {}, {}, findings), text, 1)
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        findings.add(path, 1, "front matter has no end", "close it with a line `---`")
        return None
    front = _parse(path, "\n".join(lines[1:end]), findings)
    return None if front is None else Page(front, "\n".join(lines[end + 1 :]), end + 2)


def _parse(path: Path, source: str, findings: Findings) -> Document | None:
    lines: dict[KeyPath, int] = {}
    node = None
    try:
        # The node tree knows the lines, and is the only place where a repeated key still shows.
        node = yaml.compose(source, Loader=yaml.SafeLoader)
        data: Any = None if node is None else yaml.SafeLoader("").construct_document(node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        findings.add(path, mark.line + 2 if mark else 1, f"front matter is not YAML: {error.problem or error.context}")
        return None
    except (yaml.YAMLError, ValueError, TypeError, OverflowError, RecursionError, AttributeError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        findings.add(path, _culprit(node), f"front matter is not YAML: {reason}")
        return None
    if not isinstance(data, dict) and data is not None:
        findings.add(path, 2, "front matter must be `key: value` lines")
        return None
    if node is not None:
        _walk(node, (), lines, set(), path, findings)
    return Document(path, data or {}, lines, findings)


def _culprit(node: yaml.Node | None) -> int:
    """The line of the first value that has no meaning, such as the day 2026-13-22, which the parser does not tell."""
    waiting, seen = [node], set[int]()
    while waiting:
        current = waiting.pop(0)
        if current is None or id(current) in seen:
            continue
        seen.add(id(current))
        if isinstance(current, yaml.MappingNode):
            waiting.extend(part for pair in current.value for part in pair)
        elif isinstance(current, yaml.SequenceNode):
            waiting.extend(current.value)
        else:
            try:
                yaml.SafeLoader("").construct_document(current)
            except (yaml.YAMLError, ValueError, TypeError, OverflowError):
                return int(current.start_mark.line) + 2
    return 1


def _walk(node: yaml.Node, at: KeyPath, lines: dict[KeyPath, int], seen: set[int], path: Path, found: Findings) -> None:
    if id(node) in seen:  # an alias: walking it again could take forever
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            name = (*at, str(key.value))
            if name in lines and isinstance(key, yaml.ScalarNode):
                found.add(path, key.start_mark.line + 2, f"{key.value} is given twice", "keep one")
            lines[name] = key.start_mark.line + 2
            _walk(value, name, lines, seen, path, found)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            lines[(*at, number)] = value.start_mark.line + 2
            _walk(value, (*at, number), lines, seen, path, found)
