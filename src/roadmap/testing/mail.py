"""The mails that a site in development has written, and links in them."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path


def mails(data: Path) -> list[EmailMessage]:
    """All of them, in the order in which they were sent."""
    files = sorted((data / "mail").glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]


def link_in(mail: EmailMessage) -> str:
    """Path and query of the link in a mail."""
    (link,) = re.findall(r"https?://[^/\s]+(/(?:\w+/)?account/link\?key=\S+)", mail.get_content())
    return str(link)
