"""Looks into the bank's file directly, plants failures there, and watches connections."""

import gc
import os
import sqlite3
import sys
from contextlib import closing

watched = []
watching = False


def hook(event, args):
    if watching and event == "sqlite3.connect/handle":
        # A reference of our own keeps the garbage collector from closing what the program forgot.
        watched.append(args[0])


sys.addaudithook(hook)


def forget(path):
    if os.path.exists(path):
        os.remove(path)


def rows(path, statement):
    with closing(sqlite3.connect(path)) as connection:
        return [list(row) for row in connection.execute(statement)]


def attempt(path, statement, values):
    """The name of what the database raises, or None."""
    with closing(sqlite3.connect(path)) as connection:
        try:
            with connection:
                connection.execute(statement, values)
        except sqlite3.Error as problem:
            return type(problem).__name__
    return None


def plant(path, script):
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script)


def refuse_credit(path, account):
    plant(
        path,
        f"CREATE TRIGGER no_credit BEFORE UPDATE ON accounts WHEN NEW.id = {int(account)} AND NEW.balance > OLD.balance "
        "BEGIN SELECT RAISE(ABORT, 'this account is frozen'); END;",
    )


def refuse_records(path):
    plant(path, "CREATE TRIGGER no_record BEFORE INSERT ON transfers BEGIN SELECT RAISE(ABORT, 'the ledger is full'); END;")


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
    for connection in watched:
        connection.close()
    watched.clear()
    return facts
