"""The server of the .ini files (`use = egg:roadmap`): waitress, with the queue at work from the start."""

from __future__ import annotations

import errno
import logging
import signal
import socket
from collections.abc import Callable, Mapping
from threading import Thread
from types import FrameType
from typing import Any

import waitress
from webob import Request

from roadmap.execution import shut_down

log = logging.getLogger("roadmap.serve")

WAKING = "/healthz"


def serve(app: Callable[..., Any], global_config: Mapping[str, str] | None = None, **options: str) -> None:
    """Serve `app` until the process is told to stop; a PasteDeploy `server_runner`. `options` are waitress' own."""
    if "listen" in options:
        options["listen"] = " ".join(_usable(options["listen"].split()))
    server = _listening(app, options)
    # Submissions that a restart interrupted must be finished even if nobody comes: whatever the site starts with its
    # first request is started by this one. In a thread, since it must not hold back the visitor who does come.
    Thread(target=_wake, args=(app,), name="first request", daemon=True).start()
    # What stops a service; so that waitress ends as it does for Ctrl+C, and what runs is put back into the queue.
    signal.signal(signal.SIGTERM, _exit)
    try:
        server.run()
    finally:
        registry = getattr(app, "registry", None)
        if registry is not None:
            shut_down(registry)


def _listening(app: Callable[..., Any], options: Mapping[str, str]) -> Any:
    """A waitress server whose sockets are bound.

    :raises SystemExit: they can't be; says why and what to do.
    """
    try:
        server = waitress.create_server(app, **options)
    except OSError as error:
        place = options.get("listen", "its address")
        cure = "Stop the program that listens there, or set" if error.errno == errno.EADDRINUSE else "Set"
        raise SystemExit(
            f"Roadmap cannot listen on {place}: {error.strerror}. "
            f"{cure} another address in [server:main] of the .ini file."
        ) from None
    log.info("serving on http://%s", options.get("listen", "").replace(" ", " and http://"))
    return server


def _exit(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)


def _wake(app: Callable[..., Any]) -> None:
    try:
        Request.blank(WAKING).get_response(app)
        registry = getattr(app, "registry", None)
        if registry is not None:
            registry.search.prepare()
    except Exception:
        log.exception("the first request failed")


def _usable(addresses: list[str]) -> list[str]:
    """`localhost` as 127.0.0.1 and ::1, as far as this machine has them; other addresses as they are.

    Containers often name ::1 in their hosts file and have no IPv6: waitress would give up on it.
    """
    usable = []
    for address in addresses:
        host, _, port = address.rpartition(":")
        if host != "localhost":
            usable.append(address)
            continue
        usable.append(f"127.0.0.1:{port}")
        if _has_ipv6():
            usable.append(f"[::1]:{port}")
    return usable


def _has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True
