"""One application under both agreements, called by hand as a server would."""

import asyncio


def wsgi_app(environ, start_response):
    body = f"Hello, {environ['PATH_INFO'][1:]}!".encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]


async def asgi_app(scope, receive, send):
    body = f"Hello, {scope['path'][1:]}!".encode()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": body})


def start_response(status, headers):
    print("WSGI:", status, headers)


print("WSGI:", wsgi_app({"REQUEST_METHOD": "GET", "PATH_INFO": "/Ada"}, start_response))


async def serve_one():
    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(event):
        print("ASGI:", event)

    await asgi_app({"type": "http", "method": "GET", "path": "/Ada"}, receive, send)


asyncio.run(serve_one())
