"""Changing a sample without JavaScript: its page, what is sent, and what became of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from webtest import TestApp

from roadmap.learning import start_dispatcher
from roadmap.plugins import Plugin

SAMPLE = "/learn/specimen/samples/spec-split"
VERSION = "print('mine')\nprint('all mine')\n"


def test_a_lesson_links_the_page_of_each_sample(site: Any) -> None:
    figure = site.get("/learn/specimen/requests").html.find(id="sample-spec-split")
    link = figure.find("a", href=SAMPLE)
    assert link.get_text() == "Edit spec-split.py"
    page = site.get(link["href"])
    assert page.forms["work"]["code"].value.startswith('"""Takes a request line apart."""\n')
    assert "/search?q=tea" in page.html.select_one("#result samp").get_text()
    assert page.html.find("a", href="/learn/specimen/requests#sample-spec-split")


def test_the_page_is_the_same_for_everyone(site: Any) -> None:
    page = site.get(SAMPLE)
    assert page.headers["ETag"] and "Set-Cookie" not in page.headers


@pytest.mark.sandbox
def test_ones_own_version_is_run_and_stays_in_the_form(make_app: Callable[..., Any]) -> None:
    site = make_app(plugins=["flask"], dispatch=True)
    start_dispatcher(site.app.registry)
    (sample, *_) = site.app.registry.catalogue.section("flask").samples
    form = site.get(sample.url).forms["work"]
    form["code"] = VERSION.replace("\n", "\r\n")
    address = form.submit().location
    deadline = time.monotonic() + 60
    # The page itself waits for a moment.
    while (page := site.get(address)).html.find(id="result-title").get_text() == "Running your version":
        assert time.monotonic() < deadline, page.text
    assert page.html.find(id="result-title").get_text() == "Output of your version"
    assert page.html.select_one("#result samp").get_text() == "mine\nall mine\n"
    assert page.forms["work"]["code"].value == VERSION
    assert page.headers["Cache-Control"] == "private, no-store"
    assert page.html.find("a", href=sample.url).get_text() == "Back to the original"


def test_a_version_is_its_visitors_own(site: Any) -> None:
    path = site.post(f"{SAMPLE}/run", {"code": VERSION}).location
    assert site.get(path)
    TestApp(site.app).get(path, status=404)
    site.get(path.replace("spec-split", "spec-slow"), status=404)


def test_a_run_is_cancelled_and_what_was_written_stays(site: Any) -> None:
    sent = site.post(f"{SAMPLE}/run", {"code": VERSION})
    page = site.post(f"{sent.location}/cancel").follow()
    assert page.html.find(id="result-title").get_text() == "Cancelled"
    assert page.forms["work"]["code"].value == VERSION


def test_a_full_queue_keeps_what_was_written(make_app: Callable[..., Any], specimen: Plugin) -> None:
    site = make_app(plugins=[specimen], runner="off", runner_queue=0)
    page = site.post(f"{SAMPLE}/run", {"code": VERSION}, status=503)
    assert int(page.headers["Retry-After"]) >= 1
    assert page.forms["work"]["code"].value == VERSION
    assert page.html.find(id="result-title").get_text() == "Not run"


def test_too_much_code_is_refused_in_words(site: Any) -> None:
    page = site.post(f"{SAMPLE}/run", {"code": "#" * 300_000}, status=400)
    assert "spec-split.py" in page.text
