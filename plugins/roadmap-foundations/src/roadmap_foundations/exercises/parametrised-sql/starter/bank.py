"""A bank on one SQLite file. Its customers are expected to be polite."""

import sqlite3


def connect(path):
    return sqlite3.connect(path)


def create(path):
    connection = connect(path)
    with open("schema.sql", encoding="utf-8") as schema:
        connection.executescript(schema.read())


def open_account(path, name, pin, balance):
    connection = connect(path)
    cursor = connection.execute(f"INSERT INTO accounts (name, pin, balance) VALUES ('{name}', '{pin}', {balance})")
    connection.commit()
    return cursor.lastrowid


def login(path, name, pin):
    connection = connect(path)
    row = connection.execute(f"SELECT id FROM accounts WHERE name = '{name}' AND pin = '{pin}'").fetchone()
    return row[0] if row else None


def search(path, text):
    connection = connect(path)
    rows = connection.execute(f"SELECT name FROM accounts WHERE name LIKE '%{text}%' ORDER BY name")
    return [name for (name,) in rows]


def balance(path, account):
    connection = connect(path)
    return connection.execute(f"SELECT balance FROM accounts WHERE id = {account}").fetchone()[0]


def transfer(path, source, target, cents):
    connection = connect(path)
    connection.execute(f"UPDATE accounts SET balance = balance - {cents} WHERE id = {source}")
    connection.commit()
    connection.execute(f"UPDATE accounts SET balance = balance + {cents} WHERE id = {target}")
    connection.commit()
    connection.execute(f"INSERT INTO transfers (source, target, cents) VALUES ({source}, {target}, {cents})")
    connection.commit()
