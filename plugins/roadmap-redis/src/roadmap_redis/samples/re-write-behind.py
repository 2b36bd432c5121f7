import os
import random
import sqlite3
import uuid

import redis

db = redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)
sql = sqlite3.connect(":memory:")
sql.execute("CREATE TABLE views (page TEXT PRIMARY KEY, total INTEGER NOT NULL)")
sql.execute("CREATE TABLE batches (id TEXT PRIMARY KEY)")
statements = 0


def take():
    """Set the buffer aside under a new name, in one step: later visits start an empty one."""
    batch = f"views:batch:{uuid.uuid4().hex}"
    db.rename("views:buffer", batch)
    return batch


def write(batch):
    """Add a batch to the database; a batch that is there already changes nothing."""
    global statements
    counts = db.hgetall(batch)
    rows = ", ".join(["(?, ?)"] * len(counts))
    upsert = f"INSERT INTO views VALUES {rows} ON CONFLICT (page) DO UPDATE SET total = total + excluded.total"
    with sql:  # one transaction: the numbers and the batch's name, or neither
        if sql.execute("INSERT OR IGNORE INTO batches VALUES (?)", [batch]).rowcount:
            sql.execute(upsert, [value for item in counts.items() for value in item])
            statements += 1


def in_database():
    return sql.execute("SELECT coalesce(sum(total), 0) FROM views").fetchone()[0]


def in_buffer():
    return sum(map(int, db.hvals("views:buffer")))


random.seed(8)
for _ in range(40):
    with db.pipeline(transaction=False) as visits:
        for _ in range(250):
            visits.hincrby("views:buffer", f"/page/{random.randrange(50)}", 1)
        visits.execute()
    batch = take()
    write(batch)
    db.delete(batch)
print("10,000 visits:", in_database(), "views in the database,", statements, "statements")

db.hincrby("views:buffer", "/page/7", 5)
print("five more: a reader sees", in_database() + in_buffer(), "- the database alone", in_database())

batch = take()
write(batch)  # and now the worker dies, before it could delete the batch
for left_over in db.scan_iter("views:batch:*"):
    write(left_over)
    db.delete(left_over)
print("after a crash and a second try:", in_database(), "- left in Redis:", db.keys())
