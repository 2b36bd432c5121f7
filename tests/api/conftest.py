"""A site for the API's tests, whose client compares every response with the API's document."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openapi_core.templating.paths.exceptions import PathNotFound, ServerNotFound
from openapi_core.testing import MockRequest, MockResponse
from pyramid.router import Router
from sqlalchemy import make_url
from webtest import TestApp, TestResponse

from roadmap.plugins import discover
from roadmap.runner.runner import Unavailable
from roadmap.storage import make_engine
from roadmap.testing.databases import ON_POSTGRES
from roadmap.testing.site import Sites

PKGS = Path(__file__).parents[1] / "pkgs"
KEY = "good/double"
RIGHT = {"doubling.py": "def double(number):\n    return number * 2\n"}
WRONG = {"doubling.py": "def double(number):\n    return number\n"}


class CheckedApp(TestApp):
    """Fails where a response is not what openapi.yaml says."""

    def do_request(self, req: Any, status: Any = None, expect_errors: Any = None) -> TestResponse:
        response = super().do_request(req, status=status or "*", expect_errors=True)
        if req.method != "HEAD" and response.status_int != 405 and response.content_type != "text/event-stream":
            _compare(self.app.registry.settings["pyramid_openapi3"]["response_validator"], req, response)
        if response.status_int >= 400 and req.path_info.startswith("/api/"):
            _is_problem(response)
        return response


def take_away_the_database(api: CheckedApp, data: Path) -> None:
    """What a disk that is gone looks like to the site, or a server."""
    registry = api.app.registry
    registry.sessionmaker.kw["bind"].dispose()
    if ON_POSTGRES:
        nowhere = make_url(registry.roadmap.database).update_query_dict({"host": str(data)})
        gone = replace(registry.roadmap, database=nowhere.render_as_string(hide_password=False))
        registry.sessionmaker.configure(bind=make_engine(gone))
        return
    for file in data.glob("roadmap.sqlite*"):
        file.unlink()
    (data / "roadmap.sqlite").mkdir()


def _compare(validator: Any, req: Any, response: TestResponse) -> None:
    request = MockRequest(req.host_url, req.method.lower(), req.path_info)
    answered = MockResponse(response.body, response.status_int, dict(response.headers), response.content_type)
    # The second: a path that only ends like one of the document, such as /api/v1/sections/me/progress.
    undescribed = (PathNotFound, ServerNotFound)
    errors = [error for error in validator.iter_errors(request, answered) if not isinstance(error, undescribed)]
    causes = [str(getattr(error.__cause__, "schema_errors", None) or error.__cause__ or error) for error in errors]
    assert not errors, f"{req.method} {req.path_info} {response.status}: {causes}\n{response.text[:500]}"


def _is_problem(response: TestResponse) -> None:
    assert response.content_type == "application/problem+json", response.text
    problem = json.loads(response.body)
    assert problem["status"] == response.status_int
    assert problem["title"]
    assert "Traceback" not in response.text


@pytest.fixture
def make_api(make_app: Callable[..., Any]) -> Callable[..., CheckedApp]:
    """A function that makes a site; its keywords are fields of `Settings`. Each client has a cookie jar of its own."""

    def make(**settings: Any) -> CheckedApp:
        return CheckedApp(make_app(**settings).app)

    return make


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Router]:
    """One site of the good plugins in tests/pkgs for all tests that only need a visitor of their own; runs nothing."""
    folders = [str(PKGS / name) for name in ("good", "other")]
    sys.path[:0] = folders
    folder = tmp_path_factory.mktemp("api")
    with Sites(folder, runner=Unavailable("off"), runtimes=folder) as sites:
        made = sites.make(
            discover(folders), runner="off", rate_submissions=1000, rate_address=10_000, runner_queue=1000
        )
        # All is imported by now; tests of other folders must not find these plugins installed.
        for each in folders:
            sys.path.remove(each)
        yield made.app


@pytest.fixture
def api(site: Router) -> CheckedApp:
    """A new visitor. What they send stays in the queue."""
    return CheckedApp(site)


@pytest.fixture
def somebody_else(site: Router) -> CheckedApp:
    """Another visitor of the same site."""
    return CheckedApp(site)
