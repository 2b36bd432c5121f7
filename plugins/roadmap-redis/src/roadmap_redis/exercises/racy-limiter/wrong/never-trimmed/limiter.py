"""At most `limit` calls in any `window` seconds, for each user, decided on the server in one step."""

import os
import uuid

import redis

db = redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)

# One member per call that was allowed; its score is the moment. The server runs a script without interruption.
decide = db.register_script("""
local limit, window, now = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local since = '(' .. string.format('%.17g', now - window)
local count = redis.call('ZCOUNT', KEYS[1], since, '+inf')
local allowed = 0
if count < limit then
    redis.call('ZADD', KEYS[1], ARGV[3], ARGV[4])
    redis.call('EXPIRE', KEYS[1], math.ceil(window) + 1)
    allowed, count = 1, count + 1
end
local oldest = redis.call('ZRANGE', KEYS[1], since, '+inf', 'BYSCORE', 'LIMIT', 0, 1, 'WITHSCORES')
return {allowed, math.max(limit - count, 0), oldest[2] or ''}
""")


def allow(user, limit, window, now):
    """Say whether one more call of `user` may be served at the moment `now`."""
    # Calls in one instant are still several calls, so each has a name of its own.
    token = uuid.uuid4().hex
    allowed, remaining, oldest = decide(keys=[f"limit:{user}"], args=[limit, window, repr(float(now)), token])
    return {
        "allowed": allowed == 1,
        "remaining": remaining,
        "reset_at": float(oldest) + window if oldest else None,
    }
