"""What `make bench` says of pages that are served too slowly, and the plugins that it makes for itself."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from benchmarks.reading import plain
from benchmarks.reading.figures import Figures, Start, starts, table
from benchmarks.reading.sections import LESSONS, generate
from webob import Request

from roadmap.plugins import discover


@pytest.fixture(autouse=True)
def forget(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Generated packages have the same names in each test."""
    monkeypatch.setattr(sys, "path", [*sys.path])
    yield
    for name in [name for name in sys.modules if name.startswith("roadmap_gen_")]:
        del sys.modules[name]


def figures(bare=10_000.0, page=1_000.0, few=8_000.0, many=8_000.0):
    return Figures(bare, page, {11: few, 500: many})


def test_nothing_is_named_when_every_bound_holds():
    assert figures().broken() == []
    assert figures(few=7_000.0, many=7_700.0).broken() == []


@pytest.mark.parametrize(
    ("measured", "words"),
    [
        ({"bare": 11_600.0, "many": 8_200.0}, "11 plugins: a lesson is served at 0.69 of a bare callable"),
        ({"page": 1_170.0, "few": 8_200.0}, "500 plugins: a lesson is served at 6.8 times a plain page"),
        ({"many": 9_000.0}, "11 and 500 plugins: lessons are 11 % apart; at most 10 % are wanted"),
    ],
)
def test_a_bound_that_does_not_hold_is_named(measured, words):
    (broken,) = figures(**measured).broken()
    assert broken.startswith(words)


def test_tables():
    assert "| site, 500 plugins | 8000 | 0.80 | 8.0 |" in table(figures())
    assert "| 500 | 5000 | 15.8 | 168 | 283 |" in starts([Start(500, 15.8, 168, 283)])


def test_generated_plugins_are_good_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make_app: Callable[..., Any]
) -> None:
    folder = generate(tmp_path / "plugins", 3)
    monkeypatch.syspath_prepend(folder)
    site = make_app(plugins=discover([str(folder)]), runner="off")
    assert [len(section.lessons) for section in site.app.registry.catalogue.sections] == [LESSONS] * 3
    assert site.get("/learn/gen-002/lab").text == "ok"
    assert site.get("/learn/gen-002/static/gen.txt").text == "static\n"


def test_the_plain_page_is_the_same_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make_app: Callable[..., Any]
) -> None:
    (tmp_path / "plain").mkdir()
    baseline = plain.application(tmp_path / "plain")
    site = make_app(plugins=discover([str(tmp_path / "plain" / "plugins")]), runner="off", offline=True)
    for lesson in ("lesson-1", "lesson-5", "lesson-10"):
        path = f"/learn/gen-000/{lesson}"
        assert Request.blank(path).get_response(baseline).body == site.get(path).body
