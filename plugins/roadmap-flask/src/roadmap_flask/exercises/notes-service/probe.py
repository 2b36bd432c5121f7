"""Runs commands, forges cookies and watches connections where only the learner's process can."""

import gc
import os
import sqlite3
import sys
import threading

import notes
from flask import request_finished

watched = []
watching = False


def hook(event, args):
    if watching and event == "sqlite3.connect/handle":
        watched.append(args[0])


sys.addaudithook(hook)


def init_db():
    result = notes.create_app().test_cli_runner().invoke(args=["init-db"])
    return {"exit": result.exit_code, "output": result.output, "error": repr(result.exception) if result.exception else ""}


def init_db_in(path):
    """Runs the command with FLASK_DATABASE=path and reports which tables that file has afterwards."""
    os.environ["FLASK_DATABASE"] = path
    try:
        facts = init_db()
    finally:
        del os.environ["FLASK_DATABASE"]
    connection = sqlite3.connect(path)
    try:
        facts["tables"] = sorted(row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'"))
    finally:
        connection.close()
    return facts


def settings(key):
    """Whether SECRET_KEY comes from the environment, and whether DATABASE has the default of the task."""
    before = os.environ.get("FLASK_SECRET_KEY")
    os.environ["FLASK_SECRET_KEY"] = key
    try:
        config = notes.create_app().config
    finally:
        if before is None:
            del os.environ["FLASK_SECRET_KEY"]
        else:
            os.environ["FLASK_SECRET_KEY"] = before
    path = config.get("DATABASE")
    return {"secret_key": config.get("SECRET_KEY"), "default_database": bool(path) and os.path.abspath(path) == os.path.abspath("notes.db")}


def without_tables(path, account):
    """How a new application answers a registration when FLASK_DATABASE is a new file, and which tables that has then."""
    os.environ["FLASK_DATABASE"] = path
    try:
        response = notes.create_app().test_client().post("/register", json=account)
    finally:
        del os.environ["FLASK_DATABASE"]
    body = response.get_json(silent=True)
    connection = sqlite3.connect(path)
    try:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    finally:
        connection.close()
    error = body.get("error") if isinstance(body, dict) else None
    return {"tables": tables, "status": response.status_code, "type": response.mimetype, "error": error if isinstance(error, str) else ""}


def stored():
    """Every value in every table of the database, as text."""
    connection = sqlite3.connect(notes.create_app().config["DATABASE"], timeout=0.5)
    try:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return [str(value) for table in tables for row in connection.execute(f'SELECT * FROM "{table}"') for value in row]
    finally:
        connection.close()


def passwords(names):
    """What is stored for each of `names` in users.password."""
    connection = sqlite3.connect(notes.create_app().config["DATABASE"], timeout=0.5)
    try:
        query = "SELECT password FROM users WHERE name = ?"
        return [(connection.execute(query, (name,)).fetchone() or [None])[0] for name in names]
    finally:
        connection.close()


def cookie(data):
    """A session cookie with `data`, signed with the application's key."""
    app = notes.create_app()
    return app.session_interface.get_signing_serializer(app).dumps(data)


def session(value):
    """What is in a session cookie."""
    app = notes.create_app()
    return app.session_interface.get_signing_serializer(app).loads(value)


def watch():
    global watching
    watched.clear()
    gc.collect()
    watching = True


def is_open(connection):
    try:
        return connection.total_changes >= 0
    except sqlite3.ProgrammingError:
        return False


def connections():
    global watching
    watching = False
    facts = {"opened": len(watched), "open": sum(is_open(connection) for connection in watched)}
    watched.clear()
    return facts


class Meeting:
    """Holds each request when its answer is ready and its connection still open, until `number` have got so far."""

    def __init__(self, number, patience):
        self.barrier, self.patience = threading.Barrier(number), patience
        self.met = False

    def arrive(self, sender, **_):
        try:
            self.barrier.wait(self.patience)
            self.met = True
        except threading.BrokenBarrierError:
            pass  # too late, for this one and for whoever comes after it


meeting = None


def hold(number, patience):
    global meeting
    meeting = Meeting(number, patience)
    request_finished.connect(meeting.arrive)


def held():
    """Whether all of them met; from now on none is held."""
    request_finished.disconnect(meeting.arrive)
    return meeting.met
