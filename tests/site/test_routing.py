"""Routes by place: what Pyramid's mapper finds, and no regular expression of another plugin's route."""

from __future__ import annotations

from typing import Any

import pytest
from pyramid.exceptions import URLDecodeError
from pyramid.request import Request
from pyramid.urldispatch import RoutesMapper

from roadmap.site.routing import RoutesByPlace

PATTERNS = [
    "/",
    "/progress",
    "/learn/{section}",
    "/learn/{section}/quiz",
    "/learn/{section}/{lesson}",
    "/learn/flask/lab",
    "learn/flask/lab/{name}",
    "/learn/flask/static/*subpath",
    "/learn/flask",
    "/learn/django/lab",
    "/learn/flask{rest}",
    "/learn/flask*rest",
    "/learn/:name/old",
    "/learn/django/{number:[0-9]{2}}",
    "/api/v1/sections",
    "/api/v1/sections/{section}",
    "/learn/größe/lab",
    "/learn/django/",
    "*everything",
]
PATHS = [
    "",
    "/",
    "/learn",
    "/learn/",
    "/learn/flask",
    "/learn/flask/",
    "/learn/flask/lab",
    "/learn/flask/lab/one",
    "/learn/flask/static/a/b.css",
    "/learn/flasks",
    "/learn/flask//lab",
    "//learn/flask/lab",
    "/learn/django/",
    "/learn/django/17",
    "/learn/django/lab",
    "/learn/django/old",
    "/learn/größe/lab",
    "/api/v1/sections",
    "/api/v1/sections/flask",
    "/api/v1",
    "/nothing/at/all",
    "nothing",
]


def mapper(patterns: list[str], **options: Any) -> RoutesMapper:
    made = RoutesMapper()
    for number, pattern in enumerate(patterns):
        made.connect(f"route {number}", pattern, **options)
    return made


def asked(path: str) -> Request:
    return Request({"PATH_INFO": path.encode().decode("latin-1"), "REQUEST_METHOD": "GET"})


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("patterns", [PATTERNS, PATTERNS[::-1], PATTERNS[:-1]], ids=["as written", "reversed", "open"])
def test_finds_what_pyramid_finds(path: str, patterns: list[str]) -> None:
    plain = mapper(patterns)
    assert RoutesByPlace(plain)(asked(path)) == plain(asked(path))


def test_a_predicate_can_say_no() -> None:
    plain = mapper(["/learn/flask/lab"], predicates=(lambda info, request: False,))
    plain.connect("last", "/learn/{section}/{page}")
    assert RoutesByPlace(plain)(asked("/learn/flask/lab"))["route"].name == "last"


def test_an_address_that_is_no_text_is_refused_as_before() -> None:
    broken = Request({"PATH_INFO": "/learn/flask/\xff", "REQUEST_METHOD": "GET"})
    with pytest.raises(URLDecodeError):
        RoutesByPlace(mapper(PATTERNS))(broken)


def test_routes_of_other_places_are_not_tried() -> None:
    """However many plugins there are, as many routes are tried as the site and one plugin have."""
    plain = mapper(["/learn/{section}", *(f"/learn/plugin-{number}/lab" for number in range(500))])
    tried: list[str] = []
    for route in plain.get_routes():
        route.match = lambda path, name=route.name, match=route.match: tried.append(name) or match(path)
    assert RoutesByPlace(plain)(asked("/learn/plugin-499/lab"))["route"].name == "route 500"
    assert tried == ["route 0", "route 500"]
    tried.clear()
    assert RoutesByPlace(plain)(asked("/learn/plugin-499/nothing"))["route"] is None
    assert tried == ["route 0", "route 500"]


def test_the_site_uses_it(site: Any) -> None:
    assert isinstance(site.app.routes_mapper, RoutesByPlace)
    assert site.app.routes_mapper.get_routes() == site.app.routes_mapper.routelist != []
