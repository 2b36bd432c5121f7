"""What the database does to find a row, before and after an index."""

import sqlite3

db = sqlite3.connect(":memory:")
db.execute("CREATE TABLE visits (id INTEGER PRIMARY KEY, path TEXT, day TEXT)")
db.executemany("INSERT INTO visits (path, day) VALUES (?, ?)", ((f"/page/{n % 500}", f"2026-11-{n % 28 + 1:02}") for n in range(5000)))

QUESTION = "SELECT count(*) FROM visits WHERE path = ?"


def plan():
    return [row[3] for row in db.execute("EXPLAIN QUERY PLAN " + QUESTION, ("/page/7",))]


print("before:", plan())
db.execute("CREATE INDEX visits_by_path ON visits (path)")
print("after: ", plan())
print("answer:", db.execute(QUESTION, ("/page/7",)).fetchone()[0])
