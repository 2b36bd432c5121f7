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
        hue=175,
        content="content/",
        exercises="exercises/",
        icon="static/icon.svg",
    )
    config.add_static_view("static", "static")
