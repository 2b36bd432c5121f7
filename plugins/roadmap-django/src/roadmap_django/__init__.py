"""The Django section of Roadmap: lessons, exercises, a quiz, and the ORM lab."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    config.add_runtime(
        "django",
        requirements="runtime.txt",
        preload=["django", "django.db", "django.test", "django.urls", "sqlite3"],
        warmup="warmup.py",
    )
    config.add_section(
        title="Django",
        summary="Batteries included: models, migrations, templates, forms, an admin, and a REST API with DRF.",
        after=["foundations"],
        hue=150,
        content="content/",
        exercises="exercises/",
        icon="static/icon.svg",
    )
    config.add_static_view("static", "static")
    config.add_translation_dirs("roadmap_django:locale")
    config.add_route("django.orm_lab", "/orm-lab")
    config.add_lab(
        "django.orm_lab",
        title="ORM lab",
        summary="Type a queryset; see its SQL, its rows, how many queries it takes and how they are answered.",
    )
    config.scan(".views")
