import logging
import sqlite3
import sys

from flask import Flask, g

logging.basicConfig(format="%(levelname)s %(name)s: %(message)s", stream=sys.stdout)
app = Flask("shop")
app.logger.setLevel(logging.INFO)


def get_db():
    if "db" not in g:
        app.logger.info("open")
        g.db = sqlite3.connect(":memory:")
    return g.db


@app.teardown_appcontext
def close_db(error):
    connection = g.pop("db", None)
    if connection is not None:
        app.logger.info("close, because of %s", type(error).__name__ if error else "the end")
        connection.close()


@app.get("/sum")
def add():
    return str(get_db().execute("SELECT 40 + 2").fetchone()[0])


@app.get("/report")
def report():
    return get_db().execute("SELECT * FROM sales").fetchall()


@app.get("/plain")
def plain():
    return "no database needed"


# One line instead of the traceback, to keep this output short.
app.log_exception = lambda info: app.logger.error("%s: %s", info[0].__name__, info[1])
for path in ("/sum", "/report", "/plain"):
    print(path, app.test_client().get(path).status_code)
