"""Every error under /api/ is a problem in RFC 9457's sense, whoever raises it; elsewhere pages stay pages."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.api.conftest import CheckedApp, take_away_the_database
from webtest import TestApp


def test_unknown_paths_point_to_what_there_is(api: CheckedApp) -> None:
    for path in ("/api/v1/nope", "/api/v1/sections/", "/api/v2/", "/api/", "/api"):
        response = api.get(path)
        assert response.status_int == 404, path
        assert "/api/v1/" in response.json["detail"]


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("DELETE", "/api/v1/sections", "GET, HEAD"),
        ("GET", "/api/v1/submissions", "POST"),
        ("PATCH", "/api/v1/me/drafts/good/double", "DELETE, GET, HEAD, PUT"),
        ("POST", "/api/v1/openapi.json", "GET, HEAD"),
        ("PUT", "/api/v1/", "GET, HEAD"),
        ("TRACE", "/healthz", "GET, HEAD"),
        ("POST", "/metrics", "GET, HEAD"),
    ],
)
def test_other_methods_are_told_which_are_allowed(api: CheckedApp, method: str, path: str, allow: str) -> None:
    response = api.request(path, method=method)
    assert (response.status_int, response.headers["Allow"]) == (405, allow)


def test_a_defect_gives_a_number_and_no_traceback(
    make_api: Callable[..., CheckedApp], caplog: pytest.LogCaptureFixture
) -> None:
    api = make_api()
    api.app.registry.labs = {"good": [object()]}
    with caplog.at_level(logging.ERROR):
        response = api.get("/api/v1/sections")
    assert response.status_int == 500
    assert "AttributeError" not in response.text
    assert response.json["number"] in response.json["detail"]
    assert response.json["number"] in caplog.text and "AttributeError" in caplog.text


def test_a_database_that_is_away_is_said_without_saying_where(
    make_api: Callable[..., CheckedApp], tmp_path: Path
) -> None:
    api = make_api()
    take_away_the_database(api, tmp_path / "data")
    response = api.put("/api/v1/me/lessons/good/first")
    assert response.status_int == 503 and int(response.headers["Retry-After"]) > 0
    assert str(tmp_path) not in response.text


def test_pages_keep_their_own_errors(api: CheckedApp) -> None:
    response = TestApp(api.app).get("/nope", status=404)
    assert response.content_type == "text/html"
