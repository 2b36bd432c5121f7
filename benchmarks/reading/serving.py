"""One server for the benchmark, in a process and on a core of its own (arguments: kind and folder).

All kinds run under waitress with the options of production.ini. Where it listens, and what starting cost, is one line
of JSON; with the end of its input the server ends.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import waitress

CORE = 0
BODY = "body.html"
OPTIONS = {"threads": 16, "channel_request_lookahead": 1, "listen": "127.0.0.1:0"}

Application = Callable[..., Iterable[bytes]]


def bare(folder: Path) -> Application:
    """The least that can answer: bytes that are there, and what a browser must know of them."""
    body = (folder / BODY).read_bytes()
    headers = [("Content-Type", "text/html; charset=UTF-8"), ("Content-Length", str(len(body)))]

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response("200 OK", headers)
        return [body]

    return application


def plain(folder: Path) -> Application:
    from benchmarks.reading.plain import application

    return application(folder)


def roadmap(folder: Path) -> Application:
    """The site as in production, with the generated plugins and no others."""
    from roadmap import assemble
    from roadmap.plugins import discover
    from roadmap.settings import Settings
    from roadmap.storage import upgrade

    plugins = str(folder / "plugins")
    sys.path.insert(0, plugins)
    secret = "a secret for benchmarks, which is long enough"  # noqa: S105
    settings = Settings(data=folder, secret=secret, runner="off")
    upgrade(settings, [])
    return assemble(settings, {"pyramid.reload_templates": "false"}, discover([plugins])).make_wsgi_app()


KINDS = {"bare": bare, "plain": plain, "roadmap": roadmap}


def main(kind: str, folder: Path) -> None:
    os.sched_setaffinity(0, {CORE})
    began = time.perf_counter()
    server: Any = waitress.create_server(KINDS[kind](folder), **OPTIONS)
    told = {"port": int(server.effective_port), "seconds": time.perf_counter() - began}
    print(json.dumps(told), flush=True)
    threading.Thread(target=_end_with_input, daemon=True).start()
    server.run()


def _end_with_input() -> None:
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
