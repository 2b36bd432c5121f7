"""Files as a visitor sends them: which are taken, and the digest by which equal ones are known."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from typing import Any

from roadmap.learning.errors import BadFiles

FILE_LIMIT = 256 * 1024
TOTAL_LIMIT = 1024 * 1024
COUNT_LIMIT = 64
NAME_LIMIT = 200


def checked_files(files: Mapping[str, Any], editable: Collection[str] | None = None) -> dict[str, str]:
    """`files` as they are, if every name and text may be taken.

    With `editable`, only those names; without, any relative path that stays inside the program's folder.

    :raises BadFiles: names the file.
    """
    if not files:
        raise BadFiles("no files were sent")
    if len(files) > COUNT_LIMIT:
        raise BadFiles(f"{len(files)} files were sent; at most {COUNT_LIMIT} are taken")
    total = 0
    for name, text in files.items():
        _check_name(name, editable)
        total += _checked_size(name, text)
        if any(other.startswith(f"{name}/") for other in files if isinstance(other, str)):
            raise BadFiles(f"{_shown(name)} is sent as a file and as a folder")
    if total > TOTAL_LIMIT:
        raise BadFiles(f"the files have {_kib(total)} together; at most {_kib(TOTAL_LIMIT)} are taken")
    return dict(files)


def files_digest(files: Mapping[str, str], more: Mapping[str, Any] | None = None) -> str:
    """SHA-256 over names and texts, in any order, and over what else makes two programs different."""
    canonical = json.dumps([dict(files), more], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _check_name(name: str, editable: Collection[str] | None) -> None:
    if not isinstance(name, str):
        raise BadFiles(f"{_shown(name)} is not a file name")
    if editable is not None:
        if name not in editable:
            raise BadFiles(f"{_shown(name)} is not a file that you may edit here; these are: {', '.join(editable)}")
        return
    parts = name.split("/")
    harmless = name.isprintable() and len(name) <= NAME_LIMIT and "\\" not in name
    if not harmless or any(part in ("", ".", "..") for part in parts):
        raise BadFiles(f"{_shown(name)} is not a file name that is taken: use a plain relative path, such as app.py")


def _checked_size(name: str, text: object) -> int:
    if not isinstance(text, str):
        raise BadFiles(f"{_shown(name)}: the content is not text")
    if "\0" in text:
        raise BadFiles(f"{_shown(name)}: source contains a NUL byte")
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        raise BadFiles(f"{_shown(name)}: the text is not valid Unicode (character {error.start + 1})") from None
    if size > FILE_LIMIT:
        raise BadFiles(f"{_shown(name)} has {_kib(size)}; at most {_kib(FILE_LIMIT)} are taken")
    return size


def _shown(name: object) -> str:
    """A name that anybody may have sent, fit to stand in a message."""
    return ascii(name)[:NAME_LIMIT].strip("'") or "(no name)"


def _kib(size: int) -> str:
    return f"{-(-size // 1024)} KiB"
