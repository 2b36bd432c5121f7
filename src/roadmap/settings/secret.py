"""Secrets: the one that signs cookies, which can be made, and passwords for others, given or read from their files."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

LEAST = 32


def find_secret(given: str, file: Path, *, create: bool) -> str:
    """The secret: `given`, or what `file` holds, or with `create` a new one that `file` holds from then on.

    :raises ValueError: there is none, or none that is fit for use.
    """
    if given:
        return given
    if create:
        _make(file)
    try:
        secret = file.read_text().strip()
    except FileNotFoundError:
        raise ValueError(
            f"roadmap.secret: missing; set ROADMAP_SECRET, or write a secret to {file}: "
            f"python3 -c 'import secrets; print(secrets.token_urlsafe(48))' > {file} && chmod 600 {file}"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"roadmap.secret_file: {file} can't be read: {error}") from None
    if len(secret) < LEAST:
        raise ValueError(f"roadmap.secret_file: {file} must hold a random text of at least {LEAST} characters")
    return secret


def find_password(name: str, given: str, file: Path) -> str:
    """`given`, or what `file` holds, or nothing; `name` is the setting that names the file.

    :raises ValueError: the file can't be read, or holds nothing.
    """
    if given or file == Path():
        return given
    try:
        password = file.read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"roadmap.{name}: {file} can't be read: {error}") from None
    if not password:
        raise ValueError(f"roadmap.{name}: {file} is empty")
    return password


def _make(file: Path) -> None:
    if file.exists():
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(secrets.token_urlsafe(48) + "\n")
    # Linked rather than renamed: of two processes that start together one wins, and both then read the same secret.
    with contextlib.suppress(FileExistsError):
        os.link(draft, file)
    draft.unlink()
