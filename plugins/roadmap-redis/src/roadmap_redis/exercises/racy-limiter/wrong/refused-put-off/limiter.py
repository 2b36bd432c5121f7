"""At most `limit` calls in any `window` seconds, for each user."""

import math
import os
import uuid

import redis

db = redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)

# Score: the moment at which the call stops counting.
SCRIPT = db.register_script("""
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[2])
local count = redis.call('ZCARD', KEYS[1])
local limit = tonumber(ARGV[1])
local allowed = 0
if count < limit then
  redis.call('ZADD', KEYS[1], ARGV[3], ARGV[4])
  count = count + 1
  allowed = 1
end
redis.call('PEXPIRE', KEYS[1], ARGV[5])
local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
return {allowed, math.max(0, limit - count), oldest[2] or ''}
""")


def allow(user, limit, window, now):
    """Say whether one more call of `user` may be served at the moment `now`."""
    allowed, remaining, reset_at = SCRIPT(
        keys=[f"limit:{user}"],
        args=[limit, repr(now), repr(now + window), uuid.uuid4().hex, math.ceil((window + 30) * 1000)],
    )
    return {
        "allowed": allowed == 1,
        "remaining": remaining,
        "reset_at": float(reset_at) if reset_at else None,
    }
