import sqlite3
import time
from contextlib import closing

from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix

app = Flask(__name__)
app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=0, x_host=0)


def database():
    # Without a transaction of Python's own: each statement below is one.
    return closing(sqlite3.connect("hits.sqlite", timeout=10, isolation_level=None))


with database() as connection:
    connection.execute("CREATE TABLE IF NOT EXISTS counter (id INTEGER PRIMARY KEY CHECK (id = 1), hits INTEGER NOT NULL)")
    connection.execute("INSERT OR IGNORE INTO counter VALUES (1, 0)")


@app.get("/")
def index():
    return "It runs."


@app.get("/slow")
def slow():
    time.sleep(0.5)  # a database, or somebody else's API
    return {"done": True}


@app.post("/hits")
def hit():
    with database() as connection:
        (hits,) = connection.execute("SELECT hits FROM counter").fetchone()
        hits += 1
        time.sleep(0.005)  # somewhere between the two, the thread is put aside; here it surely is
        connection.execute("UPDATE counter SET hits = ?", (hits,))
    return {"hits": hits}


@app.get("/hits")
def count():
    with database() as connection:
        (hits,) = connection.execute("SELECT hits FROM counter").fetchone()
    return {"hits": hits}


@app.get("/whoami")
def whoami():
    return {"address": request.remote_addr}
