"""At most `limit` calls in any `window` seconds, for each user."""

import os
import threading
import uuid

import redis

db = redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)

lock = threading.Lock()


def allow(user, limit, window, now):
    key = f"limit:{user}"
    with lock:
        db.zremrangebyscore(key, "-inf", now - window)
        count = db.zcard(key)
        allowed = count < limit
        if allowed:
            with db.pipeline() as pipe:
                pipe.zadd(key, {uuid.uuid4().hex: now})
                pipe.expire(key, window + 1)
                pipe.execute()
            count += 1
        oldest = db.zrange(key, 0, 0, withscores=True)
    return {
        "allowed": allowed,
        "remaining": max(limit - count, 0),
        "reset_at": oldest[0][1] + window if oldest else None,
    }
