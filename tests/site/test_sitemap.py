"""The sitemap, read as crawlers read it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest

from roadmap.languages import LANGUAGES
from roadmap.plugins import Plugin
from roadmap.site import sitemap
from roadmap.site.sitemap import Address, files, index, urlset

SITE = "http://localhost:6543"


def entries(xml: bytes, kind: str = "url") -> dict[str, str | None]:
    """Address to day, of the document's one kind of entry."""
    tree = ElementTree.fromstring(xml)  # noqa: S314 - our own
    assert tree.tag == f"{{{sitemap.NAMESPACE}}}{'urlset' if kind == 'url' else 'sitemapindex'}"
    name = f"{{{sitemap.NAMESPACE}}}"
    assert {child.tag for child in tree} <= {f"{name}{kind}"}
    found = [(child.findtext(f"{name}loc"), child.findtext(f"{name}lastmod")) for child in tree]
    assert len(dict(found)) == len(found), "an address is listed twice"
    return dict(found)


def test_every_public_page_with_the_day_that_is_known(site: Any) -> None:
    answer = site.get("/sitemap.xml")
    assert answer.content_type == "application/xml"
    specimen = f"{SITE}/learn/specimen"
    assert entries(answer.body) == {
        f"{SITE}/": "2026-11-22",
        f"{SITE}/de/": "2026-11-22",
        f"{SITE}/es/": "2026-11-22",
        f"{SITE}/map": None,
        f"{SITE}/de/map": None,
        f"{SITE}/es/map": None,
        specimen: "2026-11-22",
        f"{specimen}/requests": "2026-11-22",
        f"{specimen}/responses": None,
        f"{specimen}/exercises/greet": None,
        f"{specimen}/exercises/shelf": None,
        f"{specimen}/header-lab": None,
        f"{specimen}/quiz": None,
    }


def test_an_address_is_the_one_that_the_page_calls_its_own(site: Any) -> None:
    for address in entries(site.get("/sitemap.xml").body):
        page = site.get(address.removeprefix(SITE))
        assert page.html.find("link", rel="canonical")["href"] == address
        assert "X-Robots-Tag" not in page.headers


def test_a_large_site_has_several_and_a_list_of_them(
    make_app: Callable[..., Any], specimen: Plugin, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_app(plugins=[specimen], runner="off", public_url="https://learn.example.org")
    whole = entries(site.get("/sitemap.xml").body)
    site.get("/sitemap-1.xml", status=404)
    monkeypatch.setattr(sitemap, "PER_FILE", 3)
    listed = entries(site.get("/sitemap.xml").body, "sitemap")
    assert listed == {
        "https://learn.example.org/sitemap-1.xml": "2026-11-22",
        "https://learn.example.org/sitemap-2.xml": None,
        "https://learn.example.org/sitemap-3.xml": "2026-11-22",
        "https://learn.example.org/sitemap-4.xml": None,
        "https://learn.example.org/sitemap-5.xml": None,
    }
    parts = [entries(site.get(address.removeprefix("https://learn.example.org")).body) for address in listed]
    assert [len(part) for part in parts] == [3, 3, 3, 3, 1]
    assert {address: day for part in parts for address, day in part.items()} == whole
    site.get("/sitemap-6.xml", status=404)
    site.get("/sitemap-0.xml", status=404)


def test_no_file_is_larger_than_the_protocol_allows() -> None:
    # Ids are short, and so are plugins' own paths; this is longer than any of them.
    def address(number: int) -> Address:
        path = f"/learn/{'s' * 60}/exercises/{number:0>60}"
        return Address(path, date(2026, 1, 1), {code: f"{each.prefix}{path}" for code, each in LANGUAGES.items()})

    found = [address(number) for number in range(120_001)]
    pieces = files(found, sitemap.PER_FILE)
    assert [len(piece) for piece in pieces] == [50_000, 50_000, 20_001]
    assert len(urlset(pieces[0], "https://learn.example.org")) < 50 * 1024 * 1024
    assert len(entries(index(pieces, "https://learn.example.org"), "sitemap")) == 3


def test_a_path_is_written_as_an_address() -> None:
    assert list(entries(urlset([Address("/learn/a/für <&>", None)], "https://x.example"))) == [
        "https://x.example/learn/a/f%C3%BCr%20%3C%26%3E"
    ]
