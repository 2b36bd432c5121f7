"""A bank on one SQLite file. Its customers may type what they like."""

import sqlite3
from contextlib import closing


def connect(path):
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def create(path):
    with closing(connect(path)) as connection, open("schema.sql", encoding="utf-8") as schema:
        connection.executescript(schema.read())


def open_account(path, name, pin, balance):
    with closing(connect(path)) as connection, connection:
        cursor = connection.execute("INSERT INTO accounts (name, pin, balance) VALUES (?, ?, ?)", (name, pin, balance))
        return cursor.lastrowid


def login(path, name, pin):
    with closing(connect(path)) as connection:
        row = connection.execute("SELECT id FROM accounts WHERE name = ? AND pin = ?", (name, pin)).fetchone()
        return row[0] if row else None


def search(path, text):
    for special in "\\%_":
        text = text.replace(special, "\\" + special)
    with closing(connect(path)) as connection:
        rows = connection.execute("SELECT name FROM accounts WHERE name LIKE ? ESCAPE '\\' ORDER BY name", (f"%{text}%",))
        return [name for (name,) in rows]


def balance(path, account):
    with closing(connect(path)) as connection:
        return connection.execute("SELECT balance FROM accounts WHERE id = ?", (account,)).fetchone()[0]


def transfer(path, source, target, cents):
    connection = connect(path)
    with connection:
        connection.execute("UPDATE accounts SET balance = balance - ? WHERE id = ?", (cents, source))
        connection.execute("UPDATE accounts SET balance = balance + ? WHERE id = ?", (cents, target))
        connection.execute("INSERT INTO transfers (source, target, cents) VALUES (?, ?, ?)", (source, target, cents))
    connection.close()
