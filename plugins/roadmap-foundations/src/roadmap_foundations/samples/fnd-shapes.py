"""The same order three times: as rows, as a document, as keys and values."""

import json
import sqlite3

order = {"id": 7, "customer": "ann", "lines": [{"item": "tea", "count": 2}, {"item": "pot", "count": 1}]}

db = sqlite3.connect(":memory:")
db.execute("CREATE TABLE lines (order_id INTEGER, item TEXT, count INTEGER)")
db.executemany("INSERT INTO lines VALUES (?, ?, ?)", ((order["id"], line["item"], line["count"]) for line in order["lines"]))
print("rows:      how many pots in all orders?", db.execute("SELECT sum(count) FROM lines WHERE item = 'pot'").fetchone()[0])

db.execute("CREATE TABLE documents (body TEXT)")
db.execute("INSERT INTO documents VALUES (?)", (json.dumps(order),))
print("document:  the whole order at once:", json.loads(db.execute("SELECT body FROM documents").fetchone()[0])["lines"])
found = db.execute("SELECT body ->> '$.customer' FROM documents WHERE body ->> '$.lines[1].item' = 'pot'").fetchone()
print("           and SQL can look inside:", found)

store = {"order:7:customer": "ann", "order:7:lines": json.dumps(order["lines"]), "stock:pot": "11"}
print("key-value: only by the name of the key:", store["order:7:customer"])
