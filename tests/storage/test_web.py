"""Requests: each has one transaction, kept when it went well and gone when it did not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.response import Response
from sqlalchemy import func, select
from webtest import TestApp, TestRequest

from roadmap.people import VisitorRow
from roadmap.settings import Settings
from roadmap.storage import StorageUnavailable, reading


def _site(settings: Settings) -> Any:
    with Configurator(settings={}) as config:
        config.registry.roadmap = settings
        config.include("roadmap.storage")
        config.add_route("do", "/")
        config.add_view(lambda request: request.environ["test.step"](request), route_name="do")
        config.add_exception_view(lambda error, request: Response(str(error), status=503), context=StorageUnavailable)
    app = TestApp(config.make_wsgi_app(), lint=False)
    app.registry = config.registry
    return app


@pytest.fixture
def site(database_settings: Settings) -> Iterator[Any]:
    app = _site(database_settings)
    yield app
    app.registry.sessionmaker.kw["bind"].dispose()


def _do(site: Any, step: Any, method: str = "POST") -> Any:
    return site.do_request(TestRequest.blank("/", {"test.step": step}, method=method), status="*")


def _visitors(site: Any) -> int:
    with reading(site.registry.sessionmaker) as db:
        return db.scalar(select(func.count()).select_from(VisitorRow)) or 0


def _write(request: Request) -> Response:
    request.db.add(VisitorRow(id="a" * 32))
    request.db.flush()
    return Response("written")


def test_what_a_request_writes_is_kept(site: Any) -> None:
    _do(site, _write)
    assert _visitors(site) == 1


def test_a_request_that_fails_leaves_nothing_behind(site: Any) -> None:
    def fail(request: Request) -> Response:
        _write(request)
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        _do(site, fail)
    assert _visitors(site) == 0


def test_a_page_is_served_while_somebody_writes(site: Any) -> None:
    with site.registry.sessionmaker.begin() as db:
        db.add(VisitorRow(id="b" * 32))
        db.flush()
        answer = _do(site, lambda r: Response(str(r.db.scalar(select(func.count()).select_from(VisitorRow)))), "GET")
    assert answer.text == "0"


def test_a_full_disk_reaches_the_visitor_as_a_503(site: Any) -> None:
    def fail(request: Request) -> Response:
        raise StorageUnavailable("the disk is full")

    assert _do(site, fail).status_int == 503


def test_a_disk_that_is_full_only_when_the_request_commits_is_a_503_too(tmp_path: Path) -> None:
    site = _site(Settings(data=tmp_path, secret="x", development=True))

    def fill(request: Request) -> Response:
        request.db.connection().exec_driver_sql("PRAGMA max_page_count = 1")
        request.db.add_all(VisitorRow(id=f"{number:032}") for number in range(5000))
        return Response("not quite")

    answer = _do(site, fill)
    assert (answer.status_int, "the disk is full" in answer.text) == (503, True)
    assert _visitors(site) == 0
