"""A web framework in forty lines."""

import json
import re
import traceback
from html import escape


class Markup(str):
    """Text that is HTML already."""


def html(template, **values):
    """Markup in which every value is escaped."""
    return Markup(template.format(**{name: escape(str(value)) for name, value in values.items()}))


def compiled(pattern):
    parts = re.split(r"<(\w+)>", pattern)
    return re.compile("".join(f"(?P<{part}>[^/]+)" if number % 2 else re.escape(part) for number, part in enumerate(parts)))


def encoded(result):
    if isinstance(result, (dict, list)):
        return "application/json", json.dumps(result, ensure_ascii=False).encode()
    kind = "text/html" if isinstance(result, Markup) else "text/plain"
    return f"{kind}; charset=utf-8", result.encode()


class Tiny:
    def __init__(self):
        self.routes = []

    def route(self, pattern, methods=("GET",)):
        """Register the decorated function for a pattern such as /hello/<name>."""

        def register(handler):
            self.routes.append((compiled(pattern), methods, handler))
            return handler

        return register

    def answer(self, method, path):
        allowed = set()
        for pattern, methods, handler in self.routes:
            if match := pattern.fullmatch(path):
                if method in methods:
                    return "200 OK", handler(**match.groupdict()), []
                allowed.update(methods)
        if not allowed:
            return "404 Not Found", "Not found\n", []
        if "GET" in allowed:
            allowed.add("HEAD")
        return "405 Method Not Allowed", "Method not allowed\n", [("Allow", ", ".join(sorted(allowed)))]

    def __call__(self, environ, start_response):
        method = environ["REQUEST_METHOD"]
        path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
        try:
            status, result, headers = self.answer("GET" if method == "HEAD" else method, path)
            kind, body = encoded(result)
        except Exception:
            traceback.print_exc(file=environ["wsgi.errors"])
            status, headers = "500 Internal Server Error", []
            kind, body = encoded("Something went wrong\n")
        start_response(status, [("Content-Type", kind), ("Content-Length", str(len(body.decode()))), *headers])
        return [] if method == "HEAD" else [body]
