import os

import redis

db = redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)

# A string is text, a number or bytes; a number can be counted up in place.
db.incrby("stock:7", 12)
print("string    ", db.decrby("stock:7", 5))

# A hash is a small record: fields and values under one key.
db.hset("product:7", mapping={"name": "kettle", "price": 3490, "views": 0})
db.hincrby("product:7", "views", 1)
print("hash      ", db.hgetall("product:7"))

# A list is ordered by arrival, quick at both ends: here the three latest searches.
for query in ("kettle", "teapot", "mug", "kettle red"):
    db.lpush("searches:ada", query)
    db.ltrim("searches:ada", 0, 2)
print("list      ", db.lrange("searches:ada", 0, -1))

# A set holds each member once, and can be compared with other sets on the server.
db.sadd("likes:ada", "tea", "chess", "jazz")
db.sadd("likes:tom", "tea", "jazz", "golf")
print("set       ", sorted(db.sinter("likes:ada", "likes:tom")))

# A sorted set keeps members in the order of a number.
db.zadd("scores", {"ada": 310, "tom": 240, "mira": 305})
db.zincrby("scores", 80, "tom")
print("sorted set", db.zrange("scores", 0, 1, desc=True, withscores=True))
print("           mira is number", db.zrevrank("scores", "mira") + 1)
