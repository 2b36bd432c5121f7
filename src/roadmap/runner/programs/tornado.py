"""A Tornado application on the event loop of the main thread; a factory is called on that loop and may be `async`."""

import asyncio
import inspect

from tornado.httpserver import HTTPServer
from tornado.web import Application


def serve(program):  # type: ignore[no-untyped-def]
    asyncio.run(_serve(program))  # type: ignore[no-untyped-call]


async def _serve(program):  # type: ignore[no-untyped-def]
    application = program.load()
    if inspect.isawaitable(application):
        application = await application
    if not isinstance(application, Application):
        raise TypeError(f"{program.entry} is a {type(application).__name__}, and not a tornado.web.Application")
    program.listener.setblocking(False)
    HTTPServer(application).add_socket(program.listener)
    program.ready()
    await asyncio.Event().wait()
