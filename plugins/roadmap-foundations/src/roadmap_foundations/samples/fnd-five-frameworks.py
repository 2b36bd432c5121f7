"""The same greeting from five frameworks, all answering on this machine at the same time."""

import asyncio
import http.client
import socket
import threading
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django
import tornado.web
import uvicorn
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import JsonResponse
from django.urls import path
from fastapi import FastAPI
from flask import Flask
from pyramid.config import Configurator

# Flask: a decorator on a function.
flask_app = Flask("shop")


@flask_app.get("/hello/<name>")
def flask_hello(name):
    return {"greeting": f"Hello, {name}!"}


# Django: a list of paths, and settings for everything.
def django_hello(request, name):
    return JsonResponse({"greeting": f"Hello, {name}!"})


urlpatterns = [path("hello/<str:name>", django_hello)]
settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"])
django.setup()

# Pyramid: a configurator that brings routes and views together.
with Configurator() as config:
    config.add_route("hello", "/hello/{name}")
    greet = lambda request: {"greeting": f"Hello, {request.matchdict['name']}!"}  # noqa: E731
    config.add_view(greet, route_name="hello", renderer="json")

# FastAPI: the types of a function.
fastapi_app = FastAPI()


@fastapi_app.get("/hello/{name}")
async def fastapi_hello(name: str) -> dict[str, str]:
    return {"greeting": f"Hello, {name}!"}


# Tornado: a class for each kind of URL.
class TornadoHello(tornado.web.RequestHandler):
    def get(self, name):
        self.write({"greeting": f"Hello, {name}!"})


class Quiet(WSGIRequestHandler):
    def log_message(self, *arguments):
        pass


def wsgi(app):
    server = make_server("127.0.0.1", 0, app, handler_class=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port


def in_a_loop(main):
    listener = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=asyncio.run, args=(main(listener),), daemon=True).start()
    return listener.getsockname()[1]


async def with_uvicorn(listener):
    await uvicorn.Server(uvicorn.Config(fastapi_app, log_level="error")).serve([listener])


async def with_tornado(listener):
    app = tornado.web.Application([(r"/hello/(\w+)", TornadoHello)])
    listener.setblocking(False)
    tornado.httpserver.HTTPServer(app).add_sockets([listener])
    await asyncio.Event().wait()


PORTS = {
    "Flask (WSGI)": wsgi(flask_app),
    "Django (WSGI)": wsgi(WSGIHandler()),
    "Pyramid (WSGI)": wsgi(config.make_wsgi_app()),
    "FastAPI (ASGI)": in_a_loop(with_uvicorn),
    "Tornado (its own)": in_a_loop(with_tornado),
}
for name, port in PORTS.items():
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", "/hello/Ada")
    answer = connection.getresponse()
    print(f"{name:18} {answer.status} {answer.headers.get_content_type()} {answer.read().decode().strip()}")
