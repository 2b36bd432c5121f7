"""Pages that are the same for everyone: no cookie, strong tags, compressed once, and light."""

from __future__ import annotations

import gzip
import re
from typing import Any

import pytest
from webob import Request

PAGES = [
    "/",
    "/learn/specimen",
    "/learn/specimen/requests",
    "/learn/specimen/exercises/greet",
    "/learn/specimen/quiz",
    "/learn/specimen/header-lab",
]
FILES = ["/sitemap.xml", "/feed.atom", "/robots.txt", "/learn/specimen/print"]


@pytest.mark.parametrize("path", [*PAGES, *FILES])
def test_the_same_bytes_for_everyone(site: Any, path: str) -> None:
    first = site.get(path)
    site.post("/learn/specimen/requests/done")
    assert "visitor" in site.cookies
    second = site.get(path)
    assert first.body == second.body
    assert "Set-Cookie" not in first.headers and "Set-Cookie" not in second.headers
    assert first.headers["Cache-Control"].startswith("public")


@pytest.mark.parametrize("path", [*PAGES, *FILES])
def test_not_sent_again(site: Any, path: str) -> None:
    plain = site.get(path)
    tag = plain.headers["ETag"]
    assert not tag.startswith("W/")
    assert site.get(path, headers={"If-None-Match": tag}).status_int == 304
    # WebTest would unpack it again.
    zipped = Request.blank(path, accept_encoding="gzip").get_response(site.app)
    assert gzip.decompress(zipped.body) == plain.body
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert zipped.headers["ETag"] != tag, "other bytes, other tag"
    assert zipped.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("path", PAGES)
def test_no_inline_style_and_no_inline_script(site: Any, path: str) -> None:
    page = site.get(path).text
    assert " style=" not in page and "<style" not in page
    assert not re.search(r"<script(?![^>]*(src=|type=\"application/(ld\+)?json\"))", page)
    assert not re.search(r"\son[a-z]+=", page)


@pytest.mark.parametrize("path", PAGES)
def test_one_heading_and_landmarks(site: Any, path: str) -> None:
    html = site.get(path).html
    assert len(html.find_all("h1")) == 1
    assert len(html.find_all("main")) == 1
    assert html.find("a", class_="skip")["href"] == "#main"
    ids = [tag["id"] for tag in html.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert html.title.string.endswith("Roadmap")


def test_a_lesson_is_light(site: Any) -> None:
    page = site.get("/learn/specimen/requests")
    style = page.html.find("link", rel="stylesheet")["href"]
    scripts = [tag["src"] for tag in page.html.find_all("script", src=True)]
    weigh = lambda path: len(gzip.compress(site.get(path).body))  # noqa: E731
    assert len(gzip.compress(page.body)) + weigh(style) <= 30_000
    # Scripts import parts of their own.
    parts = [f"{src.rpartition('/')[0]}/{part}" for src in scripts for part in imports(site.get(src).text)]
    assert sum(weigh(path) for path in [*scripts, *parts]) <= 20_000


def imports(script: str) -> set[str]:
    return set(re.findall(r"from\"\./([^\"]+)\"", script))


def test_every_link_leads_somewhere(site: Any) -> None:
    waiting, seen = ["/"], set()
    while waiting:
        path = waiting.pop()
        if path in seen or not path.startswith("/"):
            continue
        seen.add(path)
        # A solution is not open before one has tried.
        page = site.get(path, status="*")
        assert page.status_int == 200 or path.endswith("/solution"), f"{path}: {page.status}"
        if page.content_type == "text/html":
            waiting += [tag["href"].partition("#")[0] for tag in page.html.find_all("a", href=True)]
    assert len(seen) > 8
