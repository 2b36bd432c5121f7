"""Whether a server that the site needs answers where the settings say that it is."""

from __future__ import annotations

import socket
from urllib.parse import unquote, urlsplit

PORTS = {"redis": 6379, "rediss": 6379, "amqp": 5672, "amqps": 5671, "postgresql": 5432}
PATIENCE = 3.0


def place_of(url: str) -> str:
    """Host and port, or the socket's path; never the password, which is in the URL as well."""
    parts = urlsplit(url)
    scheme = parts.scheme.partition("+")[0]
    if parts.scheme.endswith("+socket") or not parts.hostname:
        return unquote(parts.path)
    return f"{parts.hostname}:{parts.port or PORTS.get(scheme, 0)}"


def connects(url: str, patience: float = PATIENCE) -> str:
    """Empty where something accepts connections there, otherwise what went wrong."""
    place = place_of(url)
    try:
        if place.startswith("/"):
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(patience)
                line.connect(place)
        else:
            host, _, port = place.rpartition(":")
            socket.create_connection((host, int(port)), timeout=patience).close()
    except OSError as problem:
        return problem.strerror or str(problem) or type(problem).__name__
    return ""
