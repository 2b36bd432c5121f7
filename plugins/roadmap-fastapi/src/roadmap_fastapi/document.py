"""An OpenAPI document as a visitor's program made it, which may be anything: its operations, for a table."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

METHODS = ("get", "put", "post", "delete", "patch", "options", "head", "trace")
MOST = 50


@dataclass(frozen=True, slots=True)
class Operation:
    """One row: method and path, what it takes, and what it may answer."""

    method: str
    path: str
    summary: str
    takes: tuple[str, ...]
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """`text` is the document, indented; `problem` says why there is none."""

    text: str = ""
    problem: str = ""
    version: str = ""
    operations: tuple[Operation, ...] = ()

    @classmethod
    def of(cls, exchange: Mapping[str, Any]) -> Document:
        """:param exchange: what the observer reports of GET /openapi.json."""
        if exchange.get("problem"):
            return cls(problem=f"GET /openapi.json: {exchange['problem']}")
        if exchange.get("status") != 200:
            return cls(
                problem=f"GET /openapi.json was answered with {exchange.get('status')}. Is app a FastAPI application?"
            )
        if not exchange.get("whole"):
            return cls(problem="The document is too long to be shown here.")
        try:
            told = json.loads(exchange["text"])
        except (ValueError, RecursionError):
            told = None
        if not isinstance(told, dict) or not isinstance(told.get("paths"), dict):
            return cls(problem="What GET /openapi.json answered is no OpenAPI document.")
        operations = []
        for operation in _operations(told["paths"]):
            if len(operations) == MOST:
                break
            operations.append(operation)
        return cls(
            json.dumps(told, indent=2, ensure_ascii=False), "", str(told.get("openapi", ""))[:20], tuple(operations)
        )


def _operations(paths: Mapping[str, Any]) -> Iterator[Operation]:
    for path, methods in paths.items():
        for method, told in methods.items() if isinstance(methods, dict) else ():
            if method in METHODS and isinstance(told, dict):
                answers = told.get("responses")
                yield Operation(
                    method.upper(),
                    path,
                    str(told.get("summary", "")),
                    tuple(_takes(told)),
                    tuple(answers) if isinstance(answers, dict) else (),
                )


def _takes(operation: Mapping[str, Any]) -> Iterator[str]:
    parameters = operation.get("parameters")
    for one in parameters if isinstance(parameters, list) else ():
        if isinstance(one, dict):
            needed = ", required" if one.get("required") is True else ""
            yield f"{one.get('name')} ({one.get('in')}{needed})"
    body = operation.get("requestBody")
    content = body.get("content") if isinstance(body, dict) else None
    for kind, media in content.items() if isinstance(content, dict) else ():
        schema = media.get("schema") if isinstance(media, dict) else None
        name = str(schema.get("$ref", "")).rpartition("/")[2] if isinstance(schema, dict) else ""
        yield f"body: {name or kind}"
