"""Pages for what goes wrong."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import Any

import pytest

from roadmap.plugins import Plugin


def test_a_misspelled_address_shows_the_nearest_pages(site: Any) -> None:
    page = site.get("/learn/specimen/reqests", status=404)
    assert page.html.find("a", href="/learn/specimen/requests")


def test_any_address_can_be_shown(site: Any) -> None:
    page = site.get("/%3Cscript%3Ealert(1)%3C/script%3E" + "a" * 5000, status=404)
    assert "<script>alert" not in page.text


@pytest.mark.parametrize(
    "path",
    [
        "/learn/specimen",
        "/learn/specimen/requests",
        "/learn/specimen/exercises/greet",
        "/learn/specimen/exercises/greet/attempts",
        "/learn/specimen/samples/spec-split",
        "/learn/specimen/quiz",
        "/learn/specimen/print",
        "/learn/specimen/header-lab",
        "/progress",
        "/search",
    ],
)
def test_a_slash_too_many(site: Any, path: str) -> None:
    for slashes in ("/", "//"):
        assert site.get(path + slashes, status=301).location == f"http://localhost{path}"
    assert site.get(f"{path}/?q=a%26b", status=301).location == f"http://localhost{path}?q=a%26b"


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere/",
        "/learn/nowhere/",
        "/learn/specimen/nowhere/",
        "//example.org/",
        "//example.org//search/",
        "/%C3%A4/",
    ],
)
def test_a_slash_too_many_of_what_is_not_there(site: Any, path: str) -> None:
    site.get(path, status=404)


def test_a_form_is_not_sent_on(site: Any) -> None:
    site.post("/learn/specimen/header-lab/", status=404)


def test_a_broken_view_has_a_number_that_is_in_the_log(site: Any, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        page = site.get("/learn/specimen/broken", status=500)
    number = re.search(r"number ([0-9a-f]{8})", page.text)
    assert number is not None
    assert "Traceback" not in page.text and "RuntimeError" not in page.text
    told = next(record for record in caplog.records if number[1] in record.getMessage())
    assert "specimen" in told.getMessage() and told.exc_info is not None
    assert site.get("/learn/specimen").status_int == 200


def test_too_many_submissions(make_app: Callable[..., Any], specimen: Plugin) -> None:
    site = make_app(plugins=[specimen], runner="off", rate_submissions=1)
    attempts = "/learn/specimen/exercises/greet/attempts"
    # Only the answer to the first one makes them a visitor, whom one can count.
    site.post(attempts, {"file:greeting.py": "a = 1"}, status=303)
    site.post(attempts, {"file:greeting.py": "a = 2"}, status=303)
    page = site.post(attempts, {"file:greeting.py": "a = 3"}, status=429)
    assert int(page.headers["Retry-After"]) >= 1
    assert "try again in" in page.text


def test_a_full_queue(make_app: Callable[..., Any], specimen: Plugin) -> None:
    site = make_app(plugins=[specimen], runner="off", runner_queue=0)
    page = site.post("/learn/specimen/exercises/greet/attempts", {"file:greeting.py": "a = 1\r\n"}, status=503)
    assert int(page.headers["Retry-After"]) >= 1
    assert page.headers["Cache-Control"] == "private, no-store"
    assert page.forms["work"]["file:greeting.py"].value == "a = 1\n"
    assert page.html.select_one("[data-state]").get_text(strip=True) == "Not sent"
    assert "What you wrote is still here." in page.text
    assert not site.get("/learn/specimen/exercises/greet/attempts").html.select(".listing li")


def test_a_sample_finds_the_queue_full(make_app: Callable[..., Any], specimen: Plugin) -> None:
    site = make_app(plugins=[specimen], runner="off", runner_queue=0)
    page = site.post("/learn/specimen/samples/spec-split/run", status=503)
    assert "Retry-After" in page.headers and "try again in" in page.text


@pytest.mark.parametrize(
    "path", ["/learn/specimen/exercises/nothing", "/learn/nothing", "/learn/specimen/samples/x/run", "/runs/x"]
)
def test_what_is_not_in_the_catalogue_is_not_found(site: Any, path: str) -> None:
    site.get(path, status=404)
    site.post(path, status=404)
