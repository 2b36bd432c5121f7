"""The API's document, as it is and as a page to read, made from it when the site starts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from roadmap.api.answers import public
from roadmap.markdown import render_inline

DOCUMENT = Path(__file__).with_name("openapi.yaml")
METHODS = ("get", "post", "put", "delete")


@dataclass(frozen=True, slots=True)
class Field:
    """One property of a schema; `depth` says how far it is nested in its parents."""

    name: str
    kind: str
    required: bool
    description: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Operation:
    """One request, as the page shows it."""

    id: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    example: str
    responses: tuple[tuple[str, str], ...]
    answer: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    description: str
    operations: tuple[Operation, ...]


@lru_cache(maxsize=1)
def read_document() -> dict[str, Any]:
    # Where libyaml is there, its loader is ten times as quick.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: dict[str, Any] = yaml.load(DOCUMENT.read_text("utf-8"), loader)  # noqa: S506  both are safe
    return loaded


@view_config(route_name="api.document", request_method="GET", everyone=True)
def document(request: Request) -> Response:
    return public(request.registry.openapi_document)


@view_config(
    route_name="api.reference",
    request_method="GET",
    everyone=True,
    renderer="roadmap:api/templates/reference.jinja2",
)
def reference(request: Request) -> dict[str, Any]:
    loaded = request.registry.openapi_document
    return {"info": loaded["info"], "groups": groups(loaded), "markdown": render_inline}


def groups(document: dict[str, Any]) -> tuple[Group, ...]:
    """The operations by tag, in the document's order, with references followed."""
    found: dict[str, list[Operation]] = {tag["name"]: [] for tag in document["tags"]}
    for path, item in document["paths"].items():
        base = (item.get("servers") or document["servers"])[0]["url"].rstrip("/")
        for method in METHODS:
            if method in item:
                operation = _operation(document, base + path, method, item)
                found[item[method]["tags"][0]].append(operation)
    return tuple(Group(tag["name"], tag.get("description", ""), tuple(found[tag["name"]])) for tag in document["tags"])


def _operation(document: dict[str, Any], path: str, method: str, item: dict[str, Any]) -> Operation:
    described = item[method]
    body = described.get("requestBody", {}).get("content", {}).get("application/json", {})
    responses = {status: _followed(document, response) for status, response in described["responses"].items()}
    answered = next((each for status, each in responses.items() if status.startswith("2")), {})
    return Operation(
        id=described["operationId"],
        method=method.upper(),
        path=path,
        summary=described["summary"],
        description=described.get("description", "").strip(),
        parameters=tuple(
            Field(each["name"], each["in"], each.get("required", False), each.get("description", ""))
            for each in (
                _followed(document, one) for one in [*item.get("parameters", ()), *described.get("parameters", ())]
            )
        ),
        body=tuple(_fields(document, body.get("schema", {}))),
        example=_example(body),
        responses=tuple((status, response["description"]) for status, response in responses.items()),
        answer=tuple(_fields(document, answered.get("content", {}).get("application/json", {}).get("schema", {}))),
    )


def _fields(document: dict[str, Any], schema: dict[str, Any], depth: int = 0) -> list[Field]:
    """Properties, those of nested objects after their parent."""
    schema = _object(document, schema)
    fields: list[Field] = []
    for name, each in schema.get("properties", {}).items():
        inner = _object(document, each)
        fields.append(
            Field(
                name,
                _kind(document, each),
                name in schema.get("required", ()),
                each.get("description") or inner.get("description", ""),
                depth,
            )
        )
        if depth < 2:
            fields += _fields(document, each, depth + 1)
    return fields


def _object(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """The object behind a reference, an array's items, or the part of a `oneOf` that is not null."""
    schema = _followed(document, schema)
    if schema.get("type") == "array":
        return _object(document, schema.get("items", {}))
    if "oneOf" in schema and "properties" not in schema:
        return _object(document, next(each for each in schema["oneOf"] if each.get("type") != "null"))
    return schema


def _kind(document: dict[str, Any], schema: dict[str, Any]) -> str:
    schema = _followed(document, schema)
    if "oneOf" in schema and "properties" not in schema:
        return " or ".join(_kind(document, each) for each in schema["oneOf"])
    if "enum" in schema:
        return " | ".join(str(each) for each in schema["enum"])
    if "const" in schema:
        return str(schema["const"])
    kind = schema.get("type", "anything")
    if kind == "array":
        return f"array of {_kind(document, schema.get('items', {}))}"
    return " or ".join(kind) if isinstance(kind, list) else str(kind)


def _followed(document: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in node:
        target: Any = document
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        node = target
    return node


def _example(body: dict[str, Any]) -> str:
    examples = [body["example"]] if "example" in body else [each["value"] for each in body.get("examples", {}).values()]
    return "\n".join(json.dumps(each, indent=2) for each in examples)
