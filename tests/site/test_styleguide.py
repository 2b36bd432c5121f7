"""The style guide shows all that plugins may use."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from roadmap.plugins import Plugin
from roadmap.site.styleguide import tokens_of

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "src" / "roadmap" / "site" / "templates"
DEFINED = re.findall(r"^\{%-? macro (\w+)", (TEMPLATES / "components.jinja2").read_text(), re.MULTILINE)


@pytest.fixture
def page(make_app: Callable[..., Any], specimen: Plugin) -> Any:
    return make_app(plugins=[specimen], runner="off").get("/styleguide")


@pytest.mark.parametrize("macro", DEFINED)
def test_every_macro_is_shown_and_described(macro: str) -> None:
    assert f"ui.{macro}(" in (TEMPLATES / "styleguide.jinja2").read_text()
    assert f"`{macro}(" in (ROOT / "docs" / "look.md").read_text()


def test_every_token_is_shown_and_described(page: Any) -> None:
    tokens = tokens_of((ROOT / "src/roadmap/site/static/site.css").read_bytes())
    assert len(tokens) > 35
    described = (ROOT / "docs" / "look.md").read_text()
    for name in tokens:
        assert name in page.text
        assert f"`{name}`" in described, name


def test_each_verdict_and_each_outcome(page: Any) -> None:
    assert len(page.html.select(".verdict")) == 8 + 1
    for outcome in ("passed", "failed", "error", "not_reached", "waiting"):
        assert page.html.select_one(f".check-{outcome}")


def test_it_is_for_those_who_develop(site: Any) -> None:
    site.get("/styleguide", status=404)
