"""openapi.yaml and the site agree, and the page made of it is one that the content policy lets work."""

from __future__ import annotations

from openapi_spec_validator import validate
from pyramid.registry import Registry
from tests.api.conftest import CheckedApp

from roadmap.api import PREFIX
from roadmap.api.reference import METHODS, groups, read_document

NOT_OPERATIONS = {"api.reference", "api.document", "api.yaml"}


def configured(registry: Registry) -> set[tuple[str, str]]:
    """Method and path of every view of the API."""
    paths = {
        route["introspectable"]["name"]: route["introspectable"]["pattern"]
        for route in registry.introspector.get_category("routes")
        if route["introspectable"]["name"].startswith("api.")
    }
    found = set()
    for view in registry.introspector.get_category("views"):
        entry = view["introspectable"]
        if entry["route_name"] in paths and entry["route_name"] not in NOT_OPERATIONS:
            methods = entry["request_methods"]
            for method in (methods,) if isinstance(methods, str) else methods:
                found.add((method.lower(), "/" + paths[entry["route_name"]].lstrip("/")))
    return found


def described() -> set[tuple[str, str]]:
    return {
        (method, path if "servers" in item else PREFIX + path)
        for path, item in read_document()["paths"].items()
        for method in METHODS
        if method in item
    }


def test_the_document_is_openapi_3_1() -> None:
    document = read_document()
    assert document["openapi"].startswith("3.1")
    validate(document)


def test_every_view_is_described_and_every_operation_has_a_view(api: CheckedApp) -> None:
    assert configured(api.app.registry) - {("head", path) for _, path in described()} == described()


def test_the_document_is_served_as_json(api: CheckedApp) -> None:
    response = api.get("/api/v1/openapi.json")
    assert response.content_type == "application/json"
    assert response.json == read_document()


def test_the_page_shows_every_operation_once(api: CheckedApp) -> None:
    page = api.get("/api/v1/")
    operations = [operation for group in groups(read_document()) for operation in group.operations]
    assert len(operations) == len(described())
    for operation in operations:
        assert len(page.html.find_all(id=operation.id)) == 1
        assert f"{operation.method} {operation.path}" in page.text


def test_the_page_needs_nothing_that_the_policy_forbids(api: CheckedApp) -> None:
    page = api.get("/api/v1/")
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert not [script for script in page.html.find_all("script") if not script.get("src")]
    assert not page.html.find_all("style") and not page.html.find_all(style=True)
    linked = [tag.get("src") or tag.get("href") for tag in page.html.find_all(["script", "link", "img"])]
    assert all(url.startswith("/") and not url.startswith("//") for url in linked)
