"""Passwords: which are taken (NIST SP 800-63B: length, no rules of composition), and argon2id to keep them."""

from __future__ import annotations

import unicodedata
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from roadmap.languages import ForVisitors, _

SHORTEST = 8
LONGEST = 200
AT_ONCE = 2
"""Each takes 64 MiB and all cores for a moment; more at once would only be slower, and let anybody fill the memory."""


class BadPassword(ForVisitors, ValueError):
    """The password can't be taken; the message is for the visitor."""


def checked_password(password: str, address: str) -> str:
    """`password` in the form in which it is hashed: however a keyboard composes a letter, it is the same password.

    :raises BadPassword: it is too short, too long, or the address itself.
    """
    normal = normalized(password)
    if len(normal) < SHORTEST:
        raise BadPassword(
            _("Use at least ${least} characters. Any characters will do, spaces too.", mapping={"least": SHORTEST})
        )
    if len(normal) > LONGEST:
        raise BadPassword(_("Use at most ${most} characters.", mapping={"most": LONGEST}))
    if normal.strip().lower() in (address, address.partition("@")[0]):
        raise BadPassword(_("Use something else than your address: it is what others would try first."))
    return normal


def normalized(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


class Passwords:
    """Hashes and verifies, a few at a time."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        # The library's defaults are the second recommendation of RFC 9106: argon2id, 64 MiB, three passes.
        self._hasher = hasher or PasswordHasher()
        self._free = BoundedSemaphore(AT_ONCE)
        # Compared with where there is no password, so that this takes as long.
        self._nobody = self._hasher.hash("nobody's password")

    def hash(self, password: str) -> str:
        with self._free:
            return self._hasher.hash(normalized(password))

    def verify(self, password: str, stored: str | None) -> bool:
        """Whether `password` is the one of the hash `stored`; False, after as long, where there is none."""
        with self._free:
            try:
                self._hasher.verify(stored or self._nobody, normalized(password)[: LONGEST + 1])
            except (VerificationError, InvalidHashError):
                return False
        return stored is not None
