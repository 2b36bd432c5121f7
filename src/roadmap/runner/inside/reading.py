"""What a program wrote, read by the init of its sandbox: ordinary files below one folder, bounded, nothing followed.

The program may change all of it meanwhile, so each step goes by descriptor, and whatever is odd is refused.
"""

from __future__ import annotations

import base64
import os
import stat
from typing import Any

LARGEST = 1024 * 1024
_MOST_NAMES = 1000
_DEEPEST = 16
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
# Without waiting: a FIFO has no end, and to open a terminal could make it ours.
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC


def read(root: str, path: object) -> dict[str, Any]:
    """`content` (base64) of the file `path` below `root`, or a `problem`: missing, odd or large."""
    parts = path.split("/") if isinstance(path, str) else [""]
    if len(parts) > _DEEPEST or any(part in ("", ".", "..") or "\0" in part for part in parts):
        return {"problem": "odd"}
    try:
        file = _open(root, parts)
    except FileNotFoundError:
        return {"problem": "missing"}
    except (OSError, ValueError):
        return {"problem": "odd"}
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            return {"problem": "odd"}
        content = _all_of(file)
    except OSError:
        return {"problem": "odd"}
    finally:
        os.close(file)
    return {"content": base64.b64encode(content).decode()} if len(content) <= LARGEST else {"problem": "large"}


def names(root: str) -> list[str]:
    """Ordinary files below `root`, sorted, at most a thousand; those in a folder as `folder/name`."""
    found: list[str] = []
    top = os.open(root, _FOLDER)
    try:
        _walk(top, "", _DEEPEST, found)
    finally:
        os.close(top)
    return sorted(found)


def _open(root: str, parts: list[str]) -> int:
    folder = os.open(root, _FOLDER)
    try:
        for part in parts[:-1]:
            inner = os.open(part, _FOLDER, dir_fd=folder)
            os.close(folder)
            folder = inner
        return os.open(parts[-1], _FILE, dir_fd=folder)
    finally:
        os.close(folder)


def _all_of(file: int) -> bytes:
    """One byte more than is allowed tells that it is too large."""
    content = bytearray()
    while len(content) <= LARGEST and (part := os.read(file, LARGEST + 1 - len(content))):
        content += part
    return bytes(content)


def _walk(folder: int, prefix: str, depth: int, found: list[str]) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            if len(found) >= _MOST_NAMES:
                return
            name = prefix + os.fsencode(entry.name).decode("utf-8", "replace")
            try:
                if entry.is_file(follow_symlinks=False):
                    found.append(name)
                elif depth > 1 and entry.is_dir(follow_symlinks=False):
                    inner = os.open(entry.name, _FOLDER, dir_fd=folder)
                    try:
                        _walk(inner, name + "/", depth - 1, found)
                    finally:
                        os.close(inner)
            except OSError:
                continue  # gone meanwhile
