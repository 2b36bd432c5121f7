"""robots.txt, matched as RFC 9309 says."""

from __future__ import annotations

import re
from typing import Any

import pytest


def rules(text: str) -> list[re.Pattern[str]]:
    """What is disallowed for everybody: `*` stands for any characters, and a rule matches from the start."""
    lines = [line.partition(":") for line in text.splitlines() if line and not line.startswith("Sitemap")]
    assert [value.strip() for name, _, value in lines if name == "User-agent"] == ["*"]
    assert {name for name, _, _ in lines} == {"User-agent", "Disallow"}
    paths = [value.strip() for name, _, value in lines if name == "Disallow"]
    return [re.compile(".*".join(map(re.escape, path.split("*")))) for path in paths]


@pytest.mark.parametrize(
    "path",
    [
        "/progress",
        "/account/link?key=0123456789",
        "/your-data/export",
        "/search?q=flask",
        "/runs/0123456789",
        "/api/v1/me/progress",
        "/learn/specimen/exercises/greet/attempts",
        "/learn/specimen/exercises/greet/attempts/0123456789",
        "/learn/specimen/exercises/greet/solution",
        "/learn/specimen/samples/spec-split/run",
    ],
)
def test_what_is_personal_or_endless_is_closed(site: Any, path: str) -> None:
    assert any(rule.match(path) for rule in rules(site.get("/robots.txt").text))


def test_what_is_in_the_sitemap_is_open(site: Any) -> None:
    text = site.get("/robots.txt").text
    (sitemap,) = re.findall(r"^Sitemap: (.+)$", text, re.MULTILINE)
    assert sitemap == "http://localhost:6543/sitemap.xml"
    addresses = re.findall(r"<loc>http://localhost:6543(.+?)</loc>", site.get("/sitemap.xml").text)
    assert len(addresses) > 5
    closed = rules(text)
    assets = re.findall(r'(?:href|src)="(/static/[^"]+)"', site.get("/").text)
    assert assets, "a crawler that may not read them sees a page without its style"
    assert not [path for path in [*addresses, *assets] if any(rule.match(path) for rule in closed)]
