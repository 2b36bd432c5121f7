"""Addresses for mail: what is taken for one, and the form in which equal ones are equal."""

from __future__ import annotations

import re
import unicodedata

from roadmap.languages import ForVisitors, _

LONGEST = 254  # RFC 5321, 4.5.3.1.3, less the angle brackets
# No more than what keeps a header in one piece: whether an address is one, only a mail to it can tell.
_FORM = re.compile(r"[^@\s\x00-\x1f\x7f<>,;:\"()\[\]\\]+@[^@\s\x00-\x1f\x7f<>,;:\"()\[\]\\]+")


class BadAddress(ForVisitors, ValueError):
    """That is no address for mail; the message is for the visitor."""


def mail_address(text: str) -> str:
    """`text` as it is kept and compared.

    :raises BadAddress: that is none.
    """
    address = unicodedata.normalize("NFC", text.strip()).lower()
    if len(address) > LONGEST or not _FORM.fullmatch(address) or any(map(_is_invisible, address)):
        raise BadAddress(_("Give an e-mail address, such as ada@example.org."))
    return address


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs")
