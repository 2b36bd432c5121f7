"""The programs of the core, declared as a plugin declares its own: an adapter beside this file for each that runs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from roadmap.catalogue import Program
from roadmap.runner.runtimes import RuntimeProblem

_ADAPTERS = Path(__file__).parent


def _built_in(name: str, entry: str | None, *offers: str, preload: tuple[str, ...] = ()) -> Program:
    source = (_ADAPTERS / f"{name}.py").read_text(encoding="utf-8")
    return Program(name=name, source=source, entry=entry, offers=offers, preload=preload)


_UVICORN = (
    "uvicorn",
    "uvicorn.lifespan.on",
    "uvicorn.loops.auto",
    "uvicorn.loops.uvloop",
    "uvicorn.protocols.http.auto",
    "uvicorn.protocols.websockets.auto",
)
_CELERY = (
    "celery",
    "celery.apps.worker",
    "celery.app.control",
    "celery.app.events",
    "celery.app.log",
    "celery.concurrency.thread",
    "celery.events.receiver",
    # What a worker imports by name, one after another, while it starts.
    "celery.worker.autoscale",
    "celery.worker.components",
    "celery.worker.consumer",
    "celery.worker.consumer.delayed_delivery",
    "celery.worker.strategy",
    "billiard.pool",
    "kombu.transport.redis",
    "celery.backends.redis",
    "secrets",  # redis-py, when it connects
)
_ALL = (
    # The codec is for the address that waitress looks up, though it is handed a socket.
    _built_in("wsgi", "app:app", "http", "call", preload=("waitress.server", "encodings.idna")),
    _built_in("asgi", "app:app", "http", "websocket", "call", preload=_UVICORN),
    _built_in("tornado", "app:app", "http", "websocket", "call", preload=("tornado.httpserver", "tornado.web")),
    _built_in("celery", "app:app", "call", preload=_CELERY),
    _built_in("python", None, "call"),
    Program("text"),
)
BUILT_IN: Mapping[str, Program] = MappingProxyType({program.name: program for program in _ALL})
_NOTHING = Program("none")


def find(name: str, brought: tuple[Program, ...] = ()) -> Program:
    """The program `name`: one of the core's, or one that the plugin of the job's runtime `brought`.

    `none` is for observers that look at services only.

    :raises RuntimeProblem: there is no such program.
    """
    known = {**{program.name: program for program in brought}, **BUILT_IN, _NOTHING.name: _NOTHING}
    if name not in known:
        raise RuntimeProblem(f"no program is called {name!r}; there are: {', '.join(known)}")
    return known[name]


def includeme(config: Any) -> None:
    """Through the directive that plugins use, so that nobody claims one of these names a second time."""
    for program in _ALL:
        source = f"{program.name}.py" if program.runs else ""
        config.add_program(
            program.name, source=source, entry=program.entry, offers=program.offers, preload=program.preload
        )
