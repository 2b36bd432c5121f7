"""Where a form leads when it has been sent: only to this site, whatever the address says."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# A browser takes a backslash for a slash, and drops tabs and line breaks: `/\evil.example` is another site.
_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")


def own_path(text: str | None, otherwise: str) -> str:
    """`text` if it is a path on this site, or else `otherwise`."""
    if not text or len(text) > 2000 or not text.isascii() or not _PATH.fullmatch(text):
        return otherwise
    parts = urlsplit(text)
    return otherwise if parts.scheme or parts.netloc else text
