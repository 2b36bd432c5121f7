"""Requests that are refused before anybody reads them."""

from __future__ import annotations

from typing import Any

import pytest

from roadmap.site.requests import LARGEST_BODY

DONE = "/learn/specimen/requests/done"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:80.evil.example"},
    ],
)
def test_from_another_site(site: Any, headers: dict[str, str]) -> None:
    answer = site.post(DONE, headers=headers, status=403)
    assert "another site" in answer.text
    assert "Set-Cookie" not in answer.headers
    assert site.put("/api/v1/me/lessons/specimen/requests", headers=headers, status=403).content_type == (
        "application/problem+json"
    )
    assert site.get("/api/v1/me/progress").json["lessons"] == {}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost:80"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://localhost:6543"},
    ],
)
def test_from_here_and_from_programs(site: Any, headers: dict[str, str]) -> None:
    site.post(DONE, headers=headers, status=303)
    assert "specimen/requests" in site.get("/api/v1/me/progress").json["lessons"]


def test_reading_from_elsewhere_is_fine(site: Any) -> None:
    assert site.get("/learn/specimen", headers={"Sec-Fetch-Site": "cross-site"}).status_int == 200


def test_too_large(site: Any) -> None:
    answer = site.post("/learn/specimen/exercises/greet/attempts", b"x" * (LARGEST_BODY + 1), status=413)
    assert "2 MiB" in answer.text
    problem = site.post("/api/v1/submissions", b"x" * (LARGEST_BODY + 1), status=413)
    assert problem.content_type == "application/problem+json"


@pytest.mark.parametrize("path", ["/%ff", "/de/%ff", "/learn/%c3%28", "/static/%ff"])
def test_an_address_that_is_no_text(site: Any, path: str) -> None:
    """Nobody could decode it: the server would answer 500, and write a traceback for whoever asks."""
    answer = site.get(path, status=400)
    assert "is no text in UTF-8" in answer.text or "ist kein Text in UTF-8" in answer.text
    assert answer.html.select_one('.languages a[hreflang="es"]')["href"] == "/es/"


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "cross-site"}])
def test_an_address_that_is_no_text_whoever_sends_it(site: Any, headers: dict[str, str]) -> None:
    site.post("/%ff", headers=headers, status=400)
    answer = site.put("/api/v1/%ff", headers=headers, status=400)
    assert answer.content_type == "application/problem+json"
    assert "is no text in UTF-8" in answer.json["detail"]
