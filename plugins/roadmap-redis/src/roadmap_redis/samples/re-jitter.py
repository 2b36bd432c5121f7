import os
import random
from collections import Counter

import redis

db = redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)
random.seed(1)


def ends(name_of, ttl_of):
    """Write 1,000 entries at once; how many of them end in the busiest second?"""
    with db.pipeline() as pipe:
        for number in range(1_000):
            pipe.set(name_of(number), "x", ex=ttl_of())
        for number in range(1_000):
            pipe.expiretime(name_of(number))
        moments = pipe.execute()[1_000:]
    return max(Counter(moments).values())


print("same time for all:", ends("fixed:{}".format, lambda: 300), "end in one second")
print("with 10 % jitter: ", ends("mixed:{}".format, lambda: 300 + random.randint(0, 30)), "end in one second")
