"""Imports once what most runs with the five frameworks will import, so that each fork finds it in place."""

import http.client  # noqa: F401
import sqlite3
import wsgiref.simple_server  # noqa: F401

import django.core.handlers.wsgi
import django.http
import django.urls  # noqa: F401
import flask
import tornado.httpserver
import tornado.web  # noqa: F401
import uvicorn.lifespan.off
import uvicorn.lifespan.on
import uvicorn.loops.asyncio
import uvicorn.protocols.http.h11_impl  # noqa: F401
import waitress.server  # noqa: F401
from fastapi import FastAPI, Response
from pyramid.config import Configurator

wsgi = flask.Flask("warmup")
asgi = FastAPI()
asgi.get("/books/{number}")(lambda number: Response("warm"))
wsgi.add_url_rule("/books/<int:number>", "book", lambda number: {"number": number})
with wsgi.test_client() as client:
    client.get("/books/1")
    client.get("/nowhere")
with Configurator(package="pyramid") as config:  # this file is no module that could be found
    config.add_route("hello", "/")
    config.add_view(lambda request: {}, route_name="hello", renderer="json")
config.make_wsgi_app()
with sqlite3.connect(":memory:") as connection:
    connection.execute("SELECT 1").fetchone()
connection.close()
del wsgi, asgi, client, config, connection
