"""An OpenAPI document is whatever a visitor's program has sent: nothing in it makes the page stumble."""

from __future__ import annotations

import json

import pytest
from roadmap_fastapi.document import Document, Operation


def answered(document, **changes):
    return {"status": 200, "whole": True, "text": json.dumps(document), **changes}


def test_operations_are_listed_with_what_they_take():
    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Tea"}}}}
    post = {
        "summary": "Store",
        "parameters": [{"name": "number", "in": "path", "required": True}, {"name": "limit", "in": "query"}],
        "requestBody": body,
        "responses": {"201": {}, "422": {}},
    }
    told = Document.of(answered({"openapi": "3.1.0", "paths": {"/teas/{number}": {"post": post, "summary": "x"}}}))
    takes = ("number (path, required)", "limit (query)", "body: Tea")
    assert told.operations == (Operation("POST", "/teas/{number}", "Store", takes, ("201", "422")),)
    assert told.version == "3.1.0"
    assert json.loads(told.text)["openapi"] == "3.1.0"


@pytest.mark.parametrize(
    ("exchange", "words"),
    [
        ({"problem": "It is silent."}, "It is silent."),
        ({"status": 404, "whole": True, "text": ""}, "answered with 404"),
        (answered({}, whole=False), "too long"),
        (answered({}, text="<html>"), "no OpenAPI document"),
        (answered({}, text="[" * 100_000), "no OpenAPI document"),
        (answered([]), "no OpenAPI document"),
        (answered({"paths": []}), "no OpenAPI document"),
    ],
)
def test_what_is_no_document_is_said(exchange, words):
    told = Document.of(exchange)
    assert words in told.problem
    assert not told.operations


@pytest.mark.parametrize(
    "paths",
    [
        {"/": None},
        {"/": {"get": []}},
        {"/": {"get": {"parameters": {}, "requestBody": [], "responses": []}}},
        {"/": {"get": {"parameters": [1, {}], "requestBody": {"content": {"a": 1}}}}},
        {"/": {"get": {"requestBody": {"content": {"a": {"schema": []}}}}}},
        {f"/{n}": {"get": {}} for n in range(5000)},
    ],
)
def test_odd_documents_are_read_as_far_as_they_go(paths):
    told = Document.of(answered({"paths": paths}))
    assert not told.problem
    assert len(told.operations) <= 50
