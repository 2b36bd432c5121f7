"""At most `limit` calls in any `window` seconds, for each user."""

import os
import threading
import uuid

import redis

db = redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)


def allow(user, limit, window, now):
    key = f"limit:{user}"
    count = db.incr(key)
    if count == 1:
        db.expire(key, window)
    return {"allowed": count <= limit, "remaining": max(limit - count, 0), "reset_at": now + db.ttl(key)}
