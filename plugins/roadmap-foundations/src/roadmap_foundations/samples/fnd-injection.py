"""The same login, glued together and with parameters."""

import sqlite3

db = sqlite3.connect(":memory:")
db.execute("CREATE TABLE users (name TEXT, password TEXT)")
db.execute("INSERT INTO users VALUES ('ann', 'apple'), ('O''Neill', 'pear')")


def glued(name, password):
    statement = f"SELECT name FROM users WHERE name = '{name}' AND password = '{password}'"
    return db.execute(statement).fetchone()


def with_parameters(name, password):
    return db.execute("SELECT name FROM users WHERE name = ? AND password = ?", (name, password)).fetchone()


for login in (glued, with_parameters):
    print(login.__name__)
    for name, password in (("ann", "apple"), ("ann", "wrong"), ("ann' --", "wrong"), ("O'Neill", "pear")):
        try:
            print("  ", name, "/", password, "->", login(name, password))
        except sqlite3.OperationalError as problem:
            print("  ", name, "/", password, "-> error:", problem)
