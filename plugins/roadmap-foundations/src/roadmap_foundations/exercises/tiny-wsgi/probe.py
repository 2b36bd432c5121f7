"""Calls applications directly, as a server would, and lets wsgiref's referee watch."""

import io
import itertools
import sys
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import tiny

pages = itertools.count(1)


def environment(method, path):
    environ = {"REQUEST_METHOD": method, "SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": "", "wsgi.errors": io.StringIO(), "wsgi.input": io.BytesIO()}
    setup_testing_defaults(environ)
    return environ


def exchange(application, method, path):
    environ = environment(method, path)
    seen = {"status": None, "headers": [], "body": "", "length": 0, "raised": None}

    def start_response(status, headers, exc_info=None):
        seen.update(status=status, headers=[list(pair) for pair in headers])
        return lambda data: None

    try:
        body = application(environ, start_response)
        whole = b"".join(part if isinstance(part, bytes) else str(part).encode() for part in body)
        seen.update(body=whole.decode("utf-8", "replace"), length=len(whole))
        if hasattr(body, "close"):
            body.close()
    except Exception as problem:
        seen["raised"] = f"{type(problem).__name__}: {problem}"
    seen["errors"] = environ["wsgi.errors"].getvalue()
    return seen


def ask(method, path):
    return exchange(sys.modules["hello"].app, method, path)


def served(result, method="GET", methods=("GET",)):
    """What a new application answers whose one handler, for /page, returns this."""
    app = tiny.Tiny()
    # A path of its own: applications that share their routes have a check to themselves.
    path = f"/page-{next(pages)}"
    app.route(path, methods=tuple(methods))(lambda: result)
    return exchange(app, method, path)


def html(template, values):
    """The same for what html() makes of template and values."""
    return served(tiny.html(template, **values))


def two_applications(mine, other):
    first, second = tiny.Tiny(), tiny.Tiny()
    first.route(mine)(lambda: "first")
    second.route(other)(lambda: "second")
    return {
        "own": [exchange(first, "GET", mine)["status"], exchange(second, "GET", other)["status"]],
        "foreign": [exchange(first, "GET", other)["status"], exchange(second, "GET", mine)["status"]],
    }


def overlapping(name):
    app = tiny.Tiny()
    app.route(f"/{name}")(lambda: "first")
    app.route("/<anything>")(lambda anything: "second")
    return [exchange(app, "GET", f"/{name}")["body"], exchange(app, "GET", f"/{name}2")["body"]]


def referee(method, path):
    """What the validator complains about, or else what the application raised."""
    environ = environment(method, path)
    application = validator(sys.modules["hello"].app)
    try:
        body = application(environ, lambda status, headers, exc_info=None: lambda data: None)
        try:
            for _ in body:
                pass
        finally:
            body.close()
    except AssertionError as problem:
        return {"complaint": str(problem) or "AssertionError", "raised": ""}
    except Exception as problem:
        return {"complaint": "", "raised": f"{type(problem).__name__}: {problem}"}
    return {"complaint": "", "raised": ""}
