"""The Foundations section of Roadmap: lessons, exercises and a quiz on what every other section takes for granted."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    config.add_runtime("foundations", requirements="runtime.txt", preload=["sqlite3", "unittest"], warmup="warmup.py")
    config.add_program("script", source="programs/script.py")
    config.add_section(
        title="Foundations",
        summary="What every backend is made of: Python, HTTP, SQL, an API, tests, and doors that close.",
        after=[],
        hue=265,
        content="content/",
        exercises="exercises/",
        icon="static/icon.svg",
    )
    config.add_static_view("static", "static")
