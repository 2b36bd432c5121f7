import os

import redis

db = redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)
VISITORS = 5_000

# Three ways to know how many different visitors came today.
with db.pipeline(transaction=False) as pipe:
    for number in range(VISITORS):
        pipe.sadd("today:set", f"visitor-{number}")  # knows each by name
        pipe.setbit("today:bits", number, 1)  # one bit for each number
        pipe.pfadd("today:hll", f"visitor-{number}")  # a HyperLogLog estimates
    pipe.execute()

for words, key, count in (
    ("set", "today:set", db.scard("today:set")),
    ("bitmap", "today:bits", db.bitcount("today:bits")),
    ("HyperLogLog", "today:hll", db.pfcount("today:hll")),
):
    print(f"{words:12}{count:7,} visitors{db.memory_usage(key, samples=0):12,} bytes")
