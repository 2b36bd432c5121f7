"""Static files: kept for good under an address that changes with their content."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from webob import Request

from roadmap.site.assets import Assets

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "src/roadmap/site/static"


def test_kept_for_good(site: Any) -> None:
    url = Assets().url("site.css")
    answer = site.get(url)
    assert answer.content_type == "text/css"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers


def test_an_old_address_is_served_but_not_kept(site: Any) -> None:
    answer = site.get("/static/0000000000000000/site.css")
    assert "immutable" not in answer.headers["Cache-Control"]


def test_types_and_compression(site: Any) -> None:
    zipped = Request.blank(Assets().url("site.js"), accept_encoding="gzip").get_response(site.app)
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert zipped.content_type == "text/javascript"
    font = Request.blank(Assets().url("fonts/text.woff2"), accept_encoding="gzip").get_response(site.app)
    assert "Content-Encoding" not in font.headers
    assert font.content_type == "font/woff2"


@pytest.mark.parametrize("name", ["../__init__.py", "%2e%2e/__init__.py", "nothing.css", "fonts", ""])
def test_nothing_else_is_served(site: Any, name: str) -> None:
    assert site.get(f"/static/{Assets().digest}/{name}", status=404)


def test_a_template_that_names_a_missing_file_is_told() -> None:
    with pytest.raises(KeyError, match="npm run build"):
        Assets().url("missing.css")


def test_fonts_are_small_and_come_with_their_licenses() -> None:
    fonts = STATIC / "fonts"
    assert (fonts / "text.woff2").stat().st_size <= 45_000
    assert (fonts / "text-italic.woff2").stat().st_size <= 45_000
    assert (fonts / "code.woff2").stat().st_size <= 30_000
    for name in ("text", "code"):
        assert "SIL OPEN FONT LICENSE" in (fonts / f"{name}.LICENSE.txt").read_text(encoding="utf-8")


def test_built_from_these_sources() -> None:
    """The digest that frontend/build.mjs has left, computed again: a change without a build is found without Node."""
    frontend = ROOT / "frontend"
    names = [f"{folder}/{path.name}" for folder in ("src", "css") for path in (frontend / folder).iterdir()]
    names += ["build.mjs", "card.png", "icon.svg", "package-lock.json"]
    digest = hashlib.sha256()
    for name in sorted(names):
        digest.update(f"{name}\0".encode() + (frontend / name).read_bytes() + b"\0")
    built = json.loads((STATIC / "build.json").read_text(encoding="utf-8"))
    assert built["sources"] == digest.hexdigest(), "run `npm run build` in frontend/"


def test_the_lock_names_no_host() -> None:
    assert "://" not in "".join(
        line for line in (ROOT / "frontend/package-lock.json").read_text().splitlines() if '"resolved"' in line
    )


def test_what_is_bundled_comes_with_its_license() -> None:
    texts = (STATIC / "licenses.txt").read_text(encoding="utf-8")
    for name in ("@codemirror/view", "@codemirror/state", "@lezer/common", "style-mod"):
        assert f"{name} " in texts
    assert texts.count("Permission is hereby granted") > 10


def test_reading_needs_little_script() -> None:
    """What a lesson loads before anybody edits, searches or solves: at most 20 kB compressed."""
    wanted, found = ["site.js", "theme.js"], set()
    while wanted:
        name = wanted.pop()
        found.add(name)
        text = Assets().files[name].body.decode()
        # Not `import("…")`, which is loaded when it is wanted.
        imported = re.findall(r'(?:from|import)\s*"\./((?:chunks/)?[\w-]+\.js)"', text)
        folder = name.rpartition("/")[0]
        wanted += [path for each in imported if (path := f"{folder}/{each}".lstrip("/")) not in found]
    assert len(found) > 2, "the shared chunks are counted"
    assert not any("editor" in name or "search" in name for name in found)
    assert sum(len(gzip.compress(Assets().files[name].body, 9)) for name in found) <= 20_000
