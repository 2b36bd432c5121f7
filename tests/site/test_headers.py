"""What every response carries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from roadmap.plugins import Plugin


@pytest.mark.parametrize("path", ["/", "/nothing", "/learn/specimen/broken", "/api/v1/sections"])
def test_on_every_response(site: Any, path: str) -> None:
    headers = site.get(path, status="*").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Referrer-Policy" in headers and "Permissions-Policy" in headers
    assert "Strict-Transport-Security" not in headers


def test_transport_security_where_cookies_are_secure(make_app: Callable[..., Any], specimen: Plugin) -> None:
    site = make_app(plugins=[specimen], runner="off", secure_cookies=True, public_url="https://learn.example")
    assert "Strict-Transport-Security" in site.get("/").headers


@pytest.mark.parametrize("path", ["/progress", "/learn/specimen/exercises/greet/attempts", "/nothing"])
def test_what_may_be_personal_is_stored_nowhere(site: Any, path: str) -> None:
    assert site.get(path, status="*").headers["Cache-Control"] == "private, no-store"
