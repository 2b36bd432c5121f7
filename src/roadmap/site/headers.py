"""A tween that gives every response the headers which keep browsers, caches and indexes from what is not theirs."""

from __future__ import annotations

from collections.abc import Callable

from pyramid.config import Configurator
from pyramid.registry import Registry
from pyramid.request import Request
from pyramid.response import Response
from pyramid.tweens import INGRESS

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
TRANSPORT = "max-age=31536000; includeSubDomains"

Handler = Callable[[Request], Response]


def includeme(config: Configurator) -> None:
    config.add_tween("roadmap.site.headers.headers_tween", under=INGRESS)


def fixed_headers(registry: Registry) -> tuple[tuple[str, str], ...]:
    """What every response of this site carries that does not say otherwise."""
    transport = {"Strict-Transport-Security": TRANSPORT} if registry.roadmap.secure_cookies else {}
    return tuple({**HEADERS, **transport}.items())


def headers_tween(handler: Handler, registry: Registry) -> Handler:
    fixed = fixed_headers(registry)

    def tween(request: Request) -> Response:
        response = handler(request)
        for name, value in fixed:
            response.headers.setdefault(name, value)
        if response.content_type == "text/html":
            _keep_private(response)
        return response

    return tween


def _keep_private(response: Response) -> None:
    """What no view has called the same for everyone may be one visitor's own: no cache and no index shall keep it."""
    if "public" not in response.headers.setdefault("Cache-Control", "private, no-store"):
        response.headers.setdefault("X-Robots-Tag", "noindex")
