"""At most `limit` calls in any `window` seconds, for each user. That is the idea, anyway."""

import os

import redis

db = redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)


def allow(user, limit, window, now):
    """Say whether one more call of `user` may be served at the moment `now`."""
    bucket = int(now // window)
    key = f"limit:{user}:{bucket}"
    count = int(db.get(key) or 0)
    if count >= limit:
        return {"allowed": False, "remaining": 0, "reset_at": (bucket + 1) * window}
    db.set(key, count + 1)
    return {"allowed": True, "remaining": limit - count - 1, "reset_at": (bucket + 1) * window}
