"""At most `limit` calls in any `window` seconds, for each user."""

import os
import threading
import uuid

import redis

db = redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)


def allow(user, limit, window, now):
    key = f"limit:{user}"
    with db.pipeline() as pipe:
        pipe.zremrangebyscore(key, "-inf", now - window)
        pipe.zadd(key, {uuid.uuid4().hex: now})
        pipe.zcard(key)
        pipe.zrange(key, 0, 0, withscores=True)
        pipe.expire(key, window + 1)
        _, _, count, oldest, _ = pipe.execute()
    return {
        "allowed": count <= limit,
        "remaining": max(limit - count, 0),
        "reset_at": oldest[0][1] + window if limit else None,
    }
