"""A transfer that fails halfway, without a transaction and with one."""

import sqlite3


def bank():
    db = sqlite3.connect(":memory:", isolation_level=None)  # each statement commits by itself
    db.execute("CREATE TABLE accounts (name TEXT PRIMARY KEY, cents INTEGER NOT NULL CHECK (cents BETWEEN 0 AND 1000))")
    db.execute("INSERT INTO accounts VALUES ('ann', 500), ('bob', 900)")
    return db


def move(db, source, target, cents):
    db.execute("UPDATE accounts SET cents = cents - ? WHERE name = ?", (cents, source))
    db.execute("UPDATE accounts SET cents = cents + ? WHERE name = ?", (cents, target))


def balances(db):
    return dict(db.execute("SELECT name, cents FROM accounts ORDER BY name"))


careless = bank()
try:
    move(careless, "ann", "bob", 200)  # bob's account would be too full
except sqlite3.IntegrityError as problem:
    print("failed:", problem)
print("without a transaction:", balances(careless))

careful = bank()
careful.execute("BEGIN IMMEDIATE")
try:
    move(careful, "ann", "bob", 200)
    careful.execute("COMMIT")
except sqlite3.IntegrityError:
    careful.execute("ROLLBACK")
print("with a transaction:   ", balances(careful))
