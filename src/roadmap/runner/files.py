"""What files a job may bring, checked before a sandbox sees them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import PurePosixPath

from roadmap.catalogue import Limits

_MOST, _DEEPEST, _LONGEST_NAME = 200, 8, 200


def problem_with(files: Mapping[str, str], limits: Limits) -> str | None:
    """One sentence on why these files cannot be run, or None."""
    if len(files) > min(_MOST, limits.work_inodes // 4):
        return f"There are {len(files)} files, which is too many."
    for name, text in files.items():
        if (problem := _name_problem(name, files)) or (problem := _text_problem(name, text)):
            return problem
    size = sum(len(text.encode()) for text in files.values())
    if size > limits.work_mb * 1024 * 1024 // 2:
        return f"The files have {size} bytes together, which is more than fits into the work folder."
    return None


def digest(files: Mapping[str, str]) -> str:
    """Names a submission by what is in it."""
    found = hashlib.sha256()
    for name, text in sorted(files.items()):
        for part in (name, text):
            data = part.encode("utf-8", "surrogatepass")
            found.update(len(data).to_bytes(8, "big") + data)
    return found.hexdigest()


def _name_problem(name: str, files: Mapping[str, str]) -> str | None:
    parts = name.split("/")
    if not name.isprintable() or "\\" in name or not name or len(name) > _LONGEST_NAME:
        return f"{name[:60]!a} is not a usable file name."
    if len(parts) > _DEEPEST or any(part in ("", ".", "..") or len(part.encode()) > 255 for part in parts):
        return f"{name!r} is not a usable file name: it must be a plain path inside the work folder."
    above = {str(parent) for parent in PurePosixPath(name).parents} - {"."}
    if clash := sorted(above & files.keys()):
        return f"{clash[0]!r} is a file and the folder of {name!r} at once."
    return None


def _text_problem(name: str, text: str) -> str | None:
    if "\0" in text:
        return f"{name} contains a NUL byte."
    try:
        text.encode()
    except UnicodeEncodeError as problem:
        return f"{name} contains something that is not a character (a lone surrogate, at {problem.start})."
    return None
