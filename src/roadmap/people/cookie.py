"""The cookie that says which visitor a browser is: a random id and a time, signed."""

from __future__ import annotations

import re
import secrets
from datetime import UTC, datetime, timedelta

from itsdangerous import BadData, URLSafeTimedSerializer
from webob import Response

NAME = "visitor"
LIFETIME = timedelta(days=400)  # the longest that browsers grant
RENEWAL = timedelta(days=30)
_ID = re.compile(r"[0-9a-f]{32}")


class VisitorCookie:
    """Reads and writes the cookie. A value that this site did not sign, or too long ago, is no cookie at all."""

    def __init__(self, secret: str, *, secure: bool) -> None:
        if not secret:
            raise ValueError("roadmap.secret is empty: visitors' cookies cannot be signed without it")
        # The salt keeps what is signed here apart from all else that is signed with the same secret.
        self._signer = URLSafeTimedSerializer(secret, salt="roadmap.people.visitor")
        self._secure = secure

    def new_id(self) -> str:
        return secrets.token_hex(16)

    def read(self, value: str | None) -> tuple[str, datetime] | None:
        """The visitor's id and when the cookie was signed."""
        if not value:
            return None
        try:
            visitor, signed = self._signer.loads(value, max_age=int(LIFETIME.total_seconds()), return_timestamp=True)
        except BadData:
            return None
        return (visitor, signed) if isinstance(visitor, str) and _ID.fullmatch(visitor) else None

    def is_due(self, signed: datetime) -> bool:
        """Whether the cookie is old enough to be written anew."""
        return datetime.now(UTC) - signed > RENEWAL

    def value(self, visitor: str) -> str:
        return str(self._signer.dumps(visitor))

    def set(self, response: Response, visitor: str) -> None:
        response.set_cookie(
            NAME,
            self.value(visitor),
            max_age=LIFETIME,
            path="/",
            httponly=True,
            samesite="Lax",
            secure=self._secure,
            overwrite=True,
        )

    def forget(self, response: Response) -> None:
        """Take the cookie away from the browser."""
        response.set_cookie(
            NAME, "", max_age=0, path="/", httponly=True, samesite="Lax", secure=self._secure, overwrite=True
        )
