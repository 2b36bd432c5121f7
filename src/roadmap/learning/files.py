"""Files as a visitor sends them: which are taken, and the digest by which equal ones are known."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from typing import Any

from roadmap.languages import _
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
        raise BadFiles(_("no files were sent"))
    if len(files) > COUNT_LIMIT:
        raise _refused(_("${number} files were sent; at most ${most} are taken"), number=len(files), most=COUNT_LIMIT)
    total = 0
    for name, text in files.items():
        _check_name(name, editable)
        total += _checked_size(name, text)
        if any(other.startswith(f"{name}/") for other in files if isinstance(other, str)):
            raise _refused(_("${name} is sent as a file and as a folder"), name=_shown(name))
    if total > TOTAL_LIMIT:
        raise _refused(
            _("the files have ${size} together; at most ${most} are taken"), size=_kib(total), most=_kib(TOTAL_LIMIT)
        )
    return dict(files)


def files_digest(files: Mapping[str, str], more: Mapping[str, Any] | None = None) -> str:
    """SHA-256 over names and texts, in any order, and over what else makes two programs different."""
    canonical = json.dumps([dict(files), more], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _check_name(name: str, editable: Collection[str] | None) -> None:
    if not isinstance(name, str):
        raise _refused(_("${name} is not a file name"), name=_shown(name))
    if editable is not None:
        if name not in editable:
            raise _refused(
                _("${name} is not a file that you may edit here; these are: ${names}"),
                name=_shown(name),
                names=", ".join(editable),
            )
        return
    parts = name.split("/")
    harmless = name.isprintable() and len(name) <= NAME_LIMIT and "\\" not in name
    if not harmless or any(part in ("", ".", "..") for part in parts):
        raise _refused(
            _("${name} is not a file name that is taken: use a plain relative path, such as app.py"), name=_shown(name)
        )


def _checked_size(name: str, text: object) -> int:
    if not isinstance(text, str):
        raise _refused(_("${name}: the content is not text"), name=_shown(name))
    if "\0" in text:
        raise _refused(_("${name}: source contains a NUL byte"), name=_shown(name))
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        raise _refused(
            _("${name}: the text is not valid Unicode (character ${number})"),
            name=_shown(name),
            number=error.start + 1,
        ) from None
    if size > FILE_LIMIT:
        raise _refused(
            _("${name} has ${size}; at most ${most} are taken"),
            name=_shown(name),
            size=_kib(size),
            most=_kib(FILE_LIMIT),
        )
    return size


def _refused(message: Any, **values: object) -> BadFiles:
    return BadFiles(message % values)


def _shown(name: object) -> str:
    """A name that anybody may have sent, fit to stand in a message."""
    return ascii(name)[:NAME_LIMIT].strip("'") or "(no name)"


def _kib(size: int) -> str:
    return f"{-(-size // 1024)} KiB"
