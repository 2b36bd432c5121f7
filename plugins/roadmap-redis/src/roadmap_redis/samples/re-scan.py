import os

import redis

db = redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)

db.mset({f"session:{number}": "…" for number in range(3_000)})
db.mset({f"product:{number}": "…" for number in range(50)})

cursor, steps, found = 0, 0, set()
while True:
    cursor, names = db.scan(cursor, match="product:*", count=500)
    steps += 1
    found.update(names)
    if cursor == 0:
        break
print(len(found), "products found in several small steps:", steps > 3)

# redis-py hides the cursor:
print(len(set(db.scan_iter(match="product:*", count=500))), "again")
print("type:", db.type("product:1"), "- the wrong command for it:")
try:
    db.lpush("product:1", "x")
except redis.ResponseError as error:
    print(error)
