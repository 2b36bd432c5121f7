import os

import redis

db = redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)

print("Is anybody there?", db.ping())

db.set("greeting", "Hello from Redis")
print(db.get("greeting"))
print(db.get("nobody-stored-this"))

db.set("visits", 41)
print(db.incr("visits"), repr(db.get("visits")))

db.set("code:ada", "381204", ex=90)
print("The code disappears in", db.ttl("code:ada"), "seconds")
print("The greeting stays:", db.ttl("greeting"))

print(db.delete("greeting"), "key deleted; is it there?", db.exists("greeting"))
print(db.dbsize(), "keys are left:", sorted(db.scan_iter()))
