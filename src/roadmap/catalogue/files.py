"""Reading an author's files: every way in which a file cannot be read becomes a finding with its line."""

from __future__ import annotations

import re
from pathlib import Path

from roadmap.catalogue.finding import Findings

LEFTOVERS = {"__pycache__", ".DS_Store", ".pytest_cache", ".ruff_cache", ".mypy_cache"}


def read_text(path: Path, findings: Findings, *, cure: str = "") -> str | None:
    """The file's text with Unix line ends, or None with a finding added."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        findings.add(path, 1, "file is missing", cure or "add it")
        return None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        findings.add(path, 1, f"cannot be read: {reason}", cure)
        return None
    if b"\0" in data:
        findings.add(path, _line(data, data.index(b"\0")), "holds a NUL byte", "content is text: remove it")
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        byte = f"0x{data[error.start]:02x}"
        findings.add(path, _line(data, error.start), f"is not UTF-8 (byte {byte})", "save it as UTF-8")
        return None
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def read_tree(folder: Path, findings: Findings, *, leave_out: frozenset[str] = frozenset()) -> dict[str, str]:
    """Relative POSIX path to text of every file below `folder`, sorted; leftovers of tools are not content."""
    texts = {}
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if not path.is_file() or is_leftover(relative) or relative.as_posix() in leave_out:
            continue
        text = read_text(path, findings)
        if text is not None:
            texts[relative.as_posix()] = text
    return texts


def is_leftover(relative: Path) -> bool:
    return bool(LEFTOVERS.intersection(relative.parts)) or relative.suffix == ".pyc" or relative.name.endswith("~")


def line_of(key: str, path: Path) -> int:
    """Where `key` is given in a TOML or YAML file that was found valid before, or 1."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return 1
    return next((number for number, line in enumerate(lines, 1) if re.match(rf"\s*{key}\s*[:=]", line)), 1)


def _line(data: bytes, offset: int) -> int:
    return data.count(b"\n", 0, offset) + 1
