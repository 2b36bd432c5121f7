"""Because WSGI is an agreement, anything can stand between server and application."""

from wsgiref.util import setup_testing_defaults


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"the page"]


def with_request_id(app):
    """Adds a header to every response of `app`, whatever it is written in."""

    def wrapped(environ, start_response):
        def start(status, headers, exc_info=None):
            return start_response(status, [*headers, ("X-Request-Id", environ.get("HTTP_X_REQUEST_ID", "none"))], exc_info)

        return app(environ, start)

    return wrapped


def ask(app, **extra):
    environ = {**extra}
    setup_testing_defaults(environ)
    body = app(environ, lambda status, headers, exc_info=None: print(status, headers))
    print(b"".join(body))


ask(application)
ask(with_request_id(application), HTTP_X_REQUEST_ID="a1b2")
