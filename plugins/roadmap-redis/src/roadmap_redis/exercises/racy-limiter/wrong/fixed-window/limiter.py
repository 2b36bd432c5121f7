"""At most `limit` calls in any `window` seconds, for each user."""

import os
import threading
import uuid

import redis

db = redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)

count_up = db.register_script("""
local count = tonumber(redis.call('GET', KEYS[1]) or '0')
if count >= tonumber(ARGV[1]) then
    return {0, count}
end
count = redis.call('INCR', KEYS[1])
redis.call('EXPIRE', KEYS[1], ARGV[2])
return {1, count}
""")


def allow(user, limit, window, now):
    bucket = int(now // window)
    allowed, count = count_up(keys=[f"limit:{user}:{bucket}"], args=[limit, window])
    return {
        "allowed": allowed == 1,
        "remaining": max(limit - count, 0),
        "reset_at": float((bucket + 1) * window) if count else None,
    }
