"""The SQLAlchemy section of Roadmap: lessons, exercises, a quiz, and the SQL lens."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    config.add_runtime(
        "sqlalchemy",
        requirements="runtime.txt",
        preload=["sqlalchemy", "sqlalchemy.orm", "psycopg", "sqlite3", "decimal", "threading"],
        warmup="warmup.py",
    )
    config.add_section(
        title="SQLAlchemy",
        summary="SQL from Python, at the height that suits you: engine, expressions, mapped classes, units of work.",
        after=["foundations"],
        recommended=["flask"],
        places={"main": 30, "article": 80},
        hue=40,
        content="content/",
        exercises="exercises/",
        icon="static/icon.svg",
    )
    config.add_static_view("static", "static")
    config.add_route("sqlalchemy.lens", "/lens")
    config.add_lab(
        "sqlalchemy.lens",
        title="SQL lens",
        summary="Type a statement; see its SQL in three dialects, its rows, and the unit of work as a time line.",
    )
    config.scan(".views")
