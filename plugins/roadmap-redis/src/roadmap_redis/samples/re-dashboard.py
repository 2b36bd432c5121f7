import os
import random

import redis

db = redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)
random.seed(3)
KEEP = 60 * 60
PAGES = ["/", "/", "/", "/prices", "/prices", "/docs", "/jobs"]


def record(pipe, moment, visitor, page):
    minute = moment // 60
    pipe.incr(f"views:{minute}")
    pipe.expire(f"views:{minute}", KEEP, nx=True)
    pipe.pfadd(f"visitors:{minute}", visitor)
    pipe.expire(f"visitors:{minute}", KEEP, nx=True)
    pipe.zincrby("top-pages", 1, page)


truth = set()
with db.pipeline(transaction=False) as pipe:
    for _ in range(1_500):
        visitor = f"v{random.randrange(400)}"
        truth.add(visitor)
        record(pipe, random.randrange(600, 900), visitor, random.choice(PAGES))
    pipe.execute()

for minute in range(10, 15):
    print(f"minute {minute}: {int(db.get(f'views:{minute}')):3} views, about {db.pfcount(f'visitors:{minute}')} visitors")
five = [f"visitors:{minute}" for minute in range(10, 15)]
print("all five minutes: about", db.pfcount(*five), "different visitors; in truth", len(truth))
print("top pages:", db.zrange("top-pages", 0, 2, desc=True, withscores=True))
