"""The Redis section of Roadmap: lessons, exercises, a quiz, and a console to a server of the visitor's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    config.add_runtime(
        "redis",
        requirements="runtime.txt",
        preload=["redis", "redis.asyncio", "uuid", "asyncio", "statistics"],
        warmup="warmup.py",
    )
    config.add_section(
        title="Redis",
        summary="Data structures in memory that many processes share: caches, limits, rankings, sessions, locks.",
        after=["foundations"],
        hue=8,
        content="content/",
        exercises="exercises/",
        icon="static/icon.svg",
    )
    config.add_static_view("static", "static")
    config.add_translation_dirs("roadmap_redis:locale")
    config.add_route("redis.console", "/console")
    config.add_lab(
        "redis.console",
        title="Console",
        summary="Type commands to a real redis-server of your own; see replies, keys, types and time to live.",
    )
    config.scan(".views")
