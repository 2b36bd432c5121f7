"""Stands at each door between socket and database, and writes down what goes through. Nothing is changed on its way."""

import base64
import functools
import threading
import time

_seen = []
SHOWN = 4096


def listen(agreement):
    import app as program
    import database

    at_the_database(database)
    {"wsgi": at_wsgi, "asgi": at_asgi}[agreement](program.app)


def seen():
    return _seen


def note(step, **what):
    thread = threading.current_thread().name
    _seen.append({"step": step, "at": time.monotonic_ns(), "thread": thread, **what})


def encoded(data):
    return base64.b64encode(bytes(data)).decode()


def shown(value):
    text = repr(value)
    return text if len(text) <= 300 else f"{text[:300]}…"


def pairs(mapping):
    return [[str(name), shown(value)] for name, value in mapping]


def at_the_database(database):
    connect = database.connect

    def traced():
        connection = connect()
        connection.set_trace_callback(lambda sql: note("executed", sql=sql))
        return connection

    query = database.query

    @functools.wraps(query)
    def asked(sql, values=()):
        note("asked", sql=sql, values=shown(values))
        rows = query(sql, values)
        note("rows", rows=[shown(row) for row in rows[:20]])
        return rows

    database.connect = traced
    import app as program

    program.query = asked


def view(function):
    """A view that notes its arguments and what it returns or raises."""

    @functools.wraps(function)
    def called(*args, **kwargs):
        note("view", name=function.__name__, arguments=[[k, type(v).__name__, shown(v)] for k, v in kwargs.items()])
        try:
            result = function(*args, **kwargs)
        except Exception as problem:
            note("raised", problem=f"{type(problem).__name__}: {problem}"[:500])
            raise
        body = getattr(result, "body", None)
        value = f"{type(result).__name__} with {body!r}"[:500] if isinstance(body, bytes) else shown(result)
        note("returned", value=value)
        return result

    return called


def at_wsgi(app):
    import flask
    from waitress.channel import HTTPChannel

    received, send = HTTPChannel.received, HTTPChannel.send

    def read(self, data):
        note("read", bytes=encoded(data[:SHOWN]), size=len(data))
        return received(self, data)

    def write(self, data, **options):
        note("wrote", bytes=encoded(bytes(data)[:SHOWN]), size=len(data))
        return send(self, data, **options)

    HTTPChannel.received, HTTPChannel.send = read, write
    inner = app.wsgi_app

    def application(environ, start_response):
        note("called", items=pairs(sorted(environ.items())))

        def answered(status, headers, exc_info=None):
            note("answered", status=status, headers=[list(header) for header in headers])
            return start_response(status, headers, exc_info) if exc_info else start_response(status, headers)

        for chunk in inner(environ, answered):
            note("body", bytes=encoded(chunk[:SHOWN]))
            yield chunk

    app.wsgi_app = application
    flask.request_started.connect(matched_by_flask, weak=False)
    app.view_functions = {name: view(function) for name, function in app.view_functions.items()}


def matched_by_flask(sender, **extra):
    import flask

    request = flask.request
    refusal = request.routing_exception
    note(
        "matched",
        rule=request.url_rule.rule if request.url_rule else "",
        rules=[f"{rule.rule} ({', '.join(sorted(rule.methods))})" for rule in sender.url_map.iter_rules()],
        refusal=f"{type(refusal).__name__}: {refusal.code}" if refusal else "",
    )


def at_asgi(app):
    from fastapi.routing import APIRoute
    from uvicorn.protocols.http.h11_impl import H11Protocol

    made, received = H11Protocol.connection_made, H11Protocol.data_received

    def connection_made(self, transport):
        return made(self, Transport(transport))

    def data_received(self, data):
        note("read", bytes=encoded(data[:SHOWN]), size=len(data))
        return received(self, data)

    H11Protocol.connection_made, H11Protocol.data_received = connection_made, data_received
    app.middleware_stack = Door(app.middleware_stack)
    for route in app.routes:
        route.matches = tried(route, route.matches)
        if isinstance(route, APIRoute):
            route.dependant.call = view(route.dependant.call)


def tried(route, matches):
    """A rule that notes how it was compared with the request."""

    def compared(scope):
        match, found = matches(scope)
        methods = ", ".join(sorted(route.methods or ()))
        note("compared", rule=f"{route.path} ({methods})", match=match.name.lower())
        return match, found

    return compared


class Transport:
    """asyncio's transport, which writes into the socket."""

    def __init__(self, inner):
        self._inner = inner

    def __getattr__(self, name):
        return getattr(self._inner, name)

    def write(self, data):
        if data:
            note("wrote", bytes=encoded(bytes(data)[:SHOWN]), size=len(data))
        self._inner.write(data)


class Door:
    """The outermost ASGI application."""

    def __init__(self, inner):
        self._inner = inner

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        note("called", items=pairs(sorted((k, v) for k, v in scope.items() if k not in ("app", "state"))))

        async def receiving():
            message = await receive()
            note("message", direction="receive", items=pairs(message.items()))
            return message

        async def sending(message):
            if message["type"] == "http.response.start":
                headers = [[name.decode("latin-1"), value.decode("latin-1")] for name, value in message["headers"]]
                note("answered", status=str(message["status"]), headers=headers)
            else:
                note("body", bytes=encoded(message.get("body", b"")[:SHOWN]))
            await send(message)

        await self._inner(scope, receiving, sending)
