"""Log lines carry what they are about, for collectors and for people; a request's number leads to its lines."""

from __future__ import annotations

import json
import logging
import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
from pyramid.config import Configurator
from webtest import TestApp

from roadmap.log import JSONFormatter, PlainFormatter

log = logging.getLogger("tests.log")


def record(message: str = "queued", **extra: Any) -> logging.LogRecord:
    return log.makeRecord("roadmap", logging.INFO, __file__, 1, message, (), None, extra=extra)


def test_fields_are_in_the_object() -> None:
    entry = json.loads(JSONFormatter().format(record(submission="4f1c", seconds=0.5, path={"not": "json"}.keys())))
    assert (entry["message"], entry["submission"], entry["seconds"]) == ("queued", "4f1c", 0.5)
    assert "not" in entry["path"]
    assert "args" not in entry and "request" not in entry


def test_no_field_takes_the_place_of_what_collectors_sort_by() -> None:
    entry = json.loads(JSONFormatter().format(record(level="mine", time="never", logger="another")))
    assert (entry["level"], entry["logger"]) == ("INFO", "roadmap")
    assert entry["time"].startswith("20")


def test_people_read_the_same_fields() -> None:
    formatter = PlainFormatter("%(levelname)s %(name)s: %(message)s")
    assert (
        formatter.format(record(submission="4f1c", kind="check")) == "INFO roadmap: queued  submission=4f1c kind=check"
    )
    assert formatter.format(record()) == "INFO roadmap: queued"


class Lines(logging.Handler):
    """What a collector would have read."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JSONFormatter())
        self.entries: list[dict[str, Any]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.entries.append(json.loads(self.format(record)))


@pytest.fixture
def lines() -> Any:
    handler = Lines()
    for name in ("tests.log", "roadmap"):
        logging.getLogger(name).addHandler(handler)
    yield handler.entries
    for name in ("tests.log", "roadmap"):
        logging.getLogger(name).removeHandler(handler)


def test_lines_of_one_request_have_its_number_and_nobody_elses(lines: list[dict[str, Any]]) -> None:
    both = threading.Barrier(2)

    def view(request: Any) -> dict[str, str]:
        both.wait(60)
        log.warning("one", extra={"who": request.GET["who"]})
        both.wait(60)
        log.warning("two", extra={"who": request.GET["who"]})
        return {"number": request.number}

    with Configurator() as config:
        config.include("roadmap.log")
        config.add_route("view", "/")
        config.add_view(view, route_name="view", renderer="json")
    app = config.make_wsgi_app()
    numbers: dict[str, str] = {}

    def visit(who: str) -> None:
        numbers[who] = TestApp(app).get(f"/?who={who}").json["number"]
        log.warning("after", extra={"who": who})

    threads = [threading.Thread(target=visit, args=(who,)) for who in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert numbers["a"] != numbers["b"]
    for who in "ab":
        told = [(line["message"], line.get("request")) for line in lines if line["who"] == who]
        assert told == [("one", numbers[who]), ("two", numbers[who]), ("after", None)]


class Burnt:
    """A catalogue that nothing can be read from."""

    @property
    def sections(self) -> None:
        raise RuntimeError("burnt")

    def section(self, name: str) -> None:
        return None


def test_the_number_on_an_error_page_is_in_the_line(make_app: Callable[..., Any], lines: list[dict[str, Any]]) -> None:
    site = make_app(runner="off")
    site.app.registry.catalogue = Burnt()
    page = site.get("/", status=500)
    answer = site.get("/api/v1/sections", status=500)
    quoted = [re.search(r"number ([0-9a-f]{8})", page.text), re.search(r"number ([0-9a-f]{8})", answer.json["detail"])]
    numbers = [found[1] for found in quoted if found]
    assert len(numbers) == 2
    told = [line["request"] for line in lines if line["level"] == "ERROR" and "traceback" in line]
    assert told == numbers
