"""A WSGI application, served by waitress with threads, as it would be in production."""

import logging

from waitress.server import create_server


def serve(program):  # type: ignore[no-untyped-def]
    application = program.load()
    if not callable(application):
        raise TypeError(f"{program.entry} is a {type(application).__name__}, and a WSGI application is callable")
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    # 16 threads: more than checks send at once, so that requests wait for the learner's code and not for waitress.
    server = create_server(application, sockets=[program.listener], threads=16, ident=None, asyncore_loop_timeout=1)
    program.ready()
    server.run()
