"""Does once what a run will do, so that each fork finds lazily imported modules and compiled templates in place."""

import sqlite3

import flask
import waitress.server  # noqa: F401
import werkzeug.security
from flask import Flask, jsonify, render_template_string, request, session

app = Flask("warmup")
app.secret_key = str(app.name)
app.logger  # noqa: B018


@app.get("/<int:number>")
def page(number: int) -> str:
    session["number"] = number
    return str(render_template_string("{% for n in [number] %}<b>{{ n|e }}</b>{% endfor %}", number=number))


@app.post("/")
def echo() -> tuple[flask.Response, int]:
    return jsonify(request.get_json()), 201


@app.errorhandler(404)
def missing(error: Exception) -> tuple[dict[str, str], int]:
    return {"error": str(error)}, 404


with app.test_client() as client:
    client.get("/1")
    client.post("/", json={"a": 1})
    client.post("/", data="{", content_type="application/json")
    client.get("/nowhere")
    client.delete("/")
app.test_cli_runner().invoke(args=["routes"])
with app.test_request_context("/"):
    flask.url_for("page", number=1)
with sqlite3.connect(":memory:") as connection:
    connection.execute("SELECT 1").fetchone()
connection.close()
werkzeug.security.generate_password_hash("warmup", method="pbkdf2:sha256:1")
# The first application object must not be mistaken for a learner's.
del app, client, connection
