"""The FastAPI section of Roadmap: lessons, exercises, a quiz, and Types to docs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    config.add_runtime(
        "fastapi",
        requirements="runtime.txt",
        preload=["fastapi", "fastapi.testclient", "uvicorn", "websockets", "jwt"],
        warmup="warmup.py",
    )
    config.add_section(
        title="FastAPI",
        summary="Type hints that validate, convert and document an HTTP API, on top of an event loop.",
        after=["foundations"],
        recommended=["sqlalchemy"],
        places={"main": 50, "article": 50},
        hue=175,
        content="content/",
        exercises="exercises/",
        icon="static/icon.svg",
    )
    config.add_static_view("static", "static")
    config.add_route("fastapi.types_to_docs", "/types-to-docs")
    config.add_route("fastapi.documentation", "/documentation/{page}")
    config.add_lab(
        "fastapi.types_to_docs",
        title="Types to docs",
        summary="Edit an endpoint; see its OpenAPI, its documentation, and what it answers to good and bad bodies.",
    )
    config.scan(".views")
