"""The Foundations section of Roadmap: lessons, exercises and a quiz on what every other section takes for granted."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    config.add_runtime("foundations", requirements="runtime.txt", preload=["sqlite3", "unittest"], warmup="warmup.py")
    config.add_runtime(
        "frameworks",
        requirements="frameworks-runtime.txt",
        preload=["sqlite3", "flask", "waitress", "fastapi", "uvicorn", "django", "tornado", "pyramid.config"],
        warmup="frameworks_warmup.py",
    )
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
    config.add_route("foundations.follow", "/follow-a-request")
    config.add_lab(
        "foundations.follow",
        title="Follow a request",
        summary="One real exchange, step by step from socket to database and back, with the bytes at each door.",
    )
    config.add_route("foundations.choose", "/choose-a-framework")
    config.add_lab(
        "foundations.choose",
        title="Choose a framework",
        summary="A few questions about what you want to build; advice with reasons, doubts and what you would give up.",
    )
    config.add_static_view("static", "static")
    config.add_translation_dirs("roadmap_foundations:locale")
    config.scan(".views")
