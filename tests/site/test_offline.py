"""The service worker's script and the page for what it has not kept; tests/browser has it at work."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from roadmap.plugins import Plugin

WORKER = "/service-worker.js"


@pytest.fixture
def kept(make_app: Callable[..., Any], specimen: Plugin) -> Any:
    """A site that browsers keep pages of."""
    return make_app(plugins=[specimen], runner="off", offline=True)


def told(site: Any) -> dict[str, Any]:
    first = site.get(WORKER).text.splitlines()[0]
    return json.loads(first.removeprefix("const offline = ").removesuffix(";"))


def test_its_version_is_that_of_the_static_files(kept: Any) -> None:
    answer = kept.get(WORKER)
    assert answer.content_type == "text/javascript"
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert told(kept)["version"] == kept.app.registry.assets.digest


def test_all_that_it_keeps_from_the_start_is_there_and_public(kept: Any) -> None:
    shell = told(kept)["shell"]
    for path in shell:
        assert "public" in kept.get(path).headers["Cache-Control"]
    page = kept.get("/learn/specimen/requests").html
    needed = page.select("script[src], link[rel=stylesheet], link[rel=preload]")
    assert {tag.get("src") or tag["href"] for tag in needed} <= set(shell)
    assert any("/chunks/" in path for path in shell), "what the scripts import"
    assert sum(len(kept.get(path).body) for path in shell) < 250_000, "neither the editor nor the search"


def test_pages_name_it_only_where_it_is_on(kept: Any, site: Any) -> None:
    assert kept.get("/").html.find("script", attrs={"data-worker": WORKER})
    assert not site.get("/").html.find("script", attrs={"data-worker": True})
    kept.get("/offline", status=200)
    site.get("/offline", status=404)


def test_turned_off_its_successor_clears_and_goes(site: Any) -> None:
    script = site.get(WORKER).text
    assert "caches.delete" in script and "unregister" in script and "fetch" not in script


def test_the_picture_of_previews_is_our_own(site: Any) -> None:
    page = site.get("/learn/specimen/requests").html
    address = page.find("meta", property="og:image")["content"]
    assert address.startswith("http://localhost:6543/static/")
    picture = site.get(address.removeprefix("http://localhost:6543"))
    assert picture.content_type == "image/png" and len(picture.body) < 100_000
    # Width and height, as the file itself says (PNG, 11.2.2).
    size = [int.from_bytes(picture.body[at : at + 4], "big") for at in (16, 20)]
    assert size == [int(page.find("meta", property=f"og:image:{side}")["content"]) for side in ("width", "height")]
