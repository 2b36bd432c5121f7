"""An ASGI application, served by uvicorn on one event loop in the main thread, its lifespan included."""

import uvicorn


def serve(program):  # type: ignore[no-untyped-def]
    application = program.load()
    if not callable(application):
        raise TypeError(f"{program.entry} is a {type(application).__name__}, and an ASGI application is callable")
    failed: list[BaseException] = []

    async def observed(scope, receive, send):  # type: ignore[no-untyped-def]
        try:
            await application(scope, receive, send)
        except BaseException as problem:
            if scope["type"] == "lifespan":
                failed.append(problem)
            raise

    class Server(uvicorn.Server):  # type: ignore[misc]
        async def startup(self, sockets=None):  # type: ignore[no-untyped-def]
            await super().startup(sockets)
            if self.started:
                program.ready()

    # As `uvicorn app:app` would, but for its log: of that only what went wrong.
    server = Server(uvicorn.Config(observed, interface="asgi3", log_config=None, access_log=False))
    try:
        server.run(sockets=[program.listener])
    except SystemExit:
        # uvicorn's way to say that it did not start. It has logged why; here it becomes the learner's own traceback.
        if server.started:
            raise
    if not server.started:
        raise failed[0] if failed else RuntimeError("the lifespan of the application did not start")
