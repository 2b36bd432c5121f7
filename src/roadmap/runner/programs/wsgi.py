"""A WSGI application, served by waitress with threads, as it would be in production."""

import logging

from waitress.server import create_server
from waitress.task import ThreadedTaskDispatcher

# More than checks send at once, so that requests wait for the learner's code and not for waitress.
_MOST = 16


class Threads(ThreadedTaskDispatcher):  # type: ignore[misc]
    """Starts one more whenever a request finds none idle: to start them all takes as long as a dozen requests."""

    def add_task(self, task):  # type: ignore[no-untyped-def]
        with self.lock:
            idle = len(self.threads) - self.active_count
            more = len(self.queue) >= idle and len(self.threads) < _MOST
        if more:
            self.set_thread_count(len(self.threads) + 1)
        super().add_task(task)


def serve(program):  # type: ignore[no-untyped-def]
    application = program.load()
    if not callable(application):
        raise TypeError(f"{program.entry} is a {type(application).__name__}, and a WSGI application is callable")
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    threads = Threads()
    threads.set_thread_count(1)
    server = create_server(
        application, sockets=[program.listener], _dispatcher=threads, ident=None, asyncore_loop_timeout=1
    )
    program.ready()
    server.run()
