import os

import redis

db = redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)
LIMIT, WINDOW = 5, 60


def allow(user, now):
    """A fixed window: one counter per user and minute."""
    key = f"calls:{user}:{int(now // WINDOW)}"
    with db.pipeline() as pipe:
        pipe.incr(key)
        pipe.expire(key, 2 * WINDOW, nx=True)
        count, _ = pipe.execute()
    return count <= LIMIT


print("six calls in one minute:", [allow("ada", 1_000 + second) for second in range(6)])
print("next minute:            ", allow("ada", 1_060))

late = [allow("tom", 1_197 + number / 2) for number in range(5)]
early = [allow("tom", 1_200 + number / 2) for number in range(5)]
print("across the border:      ", sum(late) + sum(early), "calls within six seconds")
