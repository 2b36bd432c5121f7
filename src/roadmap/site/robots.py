"""robots.txt (RFC 9309): what is one visitor's own, endless, or meant for programs is not for crawlers."""

from __future__ import annotations

CLOSED = (
    "/account",
    "/api/",
    "/progress",
    "/runs/",
    "/search?",
    "/your-data",
    "/learn/*/samples/",
    "/learn/*/exercises/*/attempts",
    "/learn/*/exercises/*/solution",
)


def robots(site: str) -> str:
    """:param site: the address of the site, without a slash at its end."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), "", f"Sitemap: {site}/sitemap.xml"]
    return "\n".join(lines) + "\n"
