"""A web framework in forty lines."""


def html(template, **values):
    """Markup in which every value is escaped."""
    raise NotImplementedError("not written yet")


class Tiny:
    def route(self, pattern, methods=("GET",)):
        """Register the decorated function for a pattern such as /hello/<name>."""

        def register(handler):
            return handler

        return register

    def __call__(self, environ, start_response):
        start_response("501 Not Implemented", [("Content-Type", "text/plain"), ("Content-Length", "0")])
        return [b""]
