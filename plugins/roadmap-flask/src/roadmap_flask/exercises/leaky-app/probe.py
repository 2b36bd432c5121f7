"""Watches every connection that the learner's process opens to SQLite, whatever name it was imported under."""

import gc
import importlib.util
import os
import sqlite3
import sys

watched = []
watching = False


def hook(event, args):
    if watching and event == "sqlite3.connect/handle":
        # A reference of our own keeps the garbage collector from closing what the program forgot.
        watched.append(args[0])


sys.addaudithook(hook)


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


def debug(value):
    """app.debug of the running application, or of a second one made while FLASK_DEBUG is `value`."""
    if value is None:
        return sys.modules["app"].app.debug
    os.environ["FLASK_DEBUG"] = value
    try:
        spec = importlib.util.spec_from_file_location("second_app", sys.modules["app"].__file__)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module.app.debug
    finally:
        del os.environ["FLASK_DEBUG"]
