"""The Flask section of Roadmap: lessons, exercises, a quiz, and the Request lab."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    config.add_runtime("flask", requirements="runtime.txt", preload=["flask", "flask.testing"], warmup="warmup.py")
    config.add_program("gunicorn", source="programs/gunicorn.py", entry="app:app", offers=("http", "call"))
    config.add_section(
        title="Flask",
        summary="A small framework that leaves the big decisions to you: routes, templates, honest errors.",
        after=["foundations"],
        hue=200,
        content="content/",
        exercises="exercises/",
        icon="static/icon.svg",
    )
    config.add_route("flask.request_lab", "/request-lab")
    config.add_static_view("static", "static")
    config.add_translation_dirs("roadmap_flask:locale")
    config.add_lab(
        "flask.request_lab",
        title="Request lab",
        summary="Send a small application any request; see the answer, the URL map and the rule that matched.",
    )
    config.scan(".views")
