"""Two visitors add to the same counter, and one of them is lost."""

import sqlite3

db = sqlite3.connect(":memory:")
db.execute("CREATE TABLE pages (name TEXT PRIMARY KEY, likes INTEGER NOT NULL, version INTEGER NOT NULL)")
db.execute("INSERT INTO pages VALUES ('home', 100, 1)")


def read():
    return db.execute("SELECT likes, version FROM pages").fetchone()


# Both read before either writes.
(anns, _), (bobs, _) = read(), read()
db.execute("UPDATE pages SET likes = ?", (anns + 1,))
db.execute("UPDATE pages SET likes = ?", (bobs + 1,))
print("read, add, write:      ", read()[0])

db.execute("UPDATE pages SET likes = likes + 1")
db.execute("UPDATE pages SET likes = likes + 1")
print("let the database add:  ", read()[0])

(anns, version), (bobs, same) = read(), read()
for likes, seen in ((anns + 1, version), (bobs + 1, same)):
    changed = db.execute("UPDATE pages SET likes = ?, version = version + 1 WHERE version = ?", (likes, seen)).rowcount
    print("with a version column: ", "written" if changed else "somebody was faster: read again")
