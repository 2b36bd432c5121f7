"""What a browser carries for a few minutes while it is sent to a provider and back: signed cookies."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from itsdangerous import BadData, URLSafeTimedSerializer
from pyramid.request import Request

LIFETIME = timedelta(minutes=10)


class Envelope:
    """A short-lived cookie that this site has signed: what a browser must bring back, and nobody else can make."""

    def __init__(self, secret: str, purpose: str, *, secure: bool) -> None:
        self._name = f"__Host-{purpose}" if secure else purpose
        self._secure = secure
        self._signer = URLSafeTimedSerializer(secret, salt=f"roadmap.people.{purpose}")

    def put(self, request: Request, content: dict[str, Any]) -> None:
        value = str(self._signer.dumps(content))
        self._on_response(request, value, LIFETIME)

    def read(self, request: Request) -> dict[str, Any] | None:
        try:
            content = self._signer.loads(request.cookies.get(self._name, ""), max_age=int(LIFETIME.total_seconds()))
        except BadData:
            return None
        return content if isinstance(content, dict) else None

    def discard(self, request: Request) -> None:
        self._on_response(request, "", timedelta(0))

    def _on_response(self, request: Request, value: str, age: timedelta) -> None:
        def write(_: Request, response: Any) -> None:
            # Lax, not Strict: one comes back from another site.
            response.set_cookie(
                self._name, value, max_age=age, path="/", httponly=True, samesite="Lax", secure=self._secure
            )

        request.add_response_callback(write)
