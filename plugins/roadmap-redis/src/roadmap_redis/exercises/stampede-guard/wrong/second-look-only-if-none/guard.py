"""Keeps a stampede of callers away from a slow computation."""

import json
import os
import time
import uuid

import redis

db = redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)

RELEASE = db.register_script("""
if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('DEL', KEYS[1])
end
return 0
""")


class Busy(Exception):
    """Somebody else is computing, and it takes longer than the caller wants to wait."""


def look(name):
    pipe = db.pipeline()
    pipe.get(name)
    pipe.pttl(name)
    return pipe.execute()


def fetch(key, compute, *, fresh, stale, lease, wait):
    """Return the value of key: fresh, or stale while somebody computes, or computed by one caller."""
    name, lock = f"guard:{key}", f"lock:{key}"
    deadline = time.monotonic() + wait
    stale_ms = stale * 1000
    token = uuid.uuid4().hex
    while True:
        text, left = look(name)
        if text is not None and left > stale_ms:
            return json.loads(text)
        if db.set(lock, token, nx=True, px=max(1, int(lease * 1000))):
            try:
                again, left = look(name)
                if again is not None and (text is None):
                    return json.loads(again)
                value = compute()
                db.set(name, json.dumps(value), px=max(1, round((fresh + stale) * 1000)))
                return value
            finally:
                RELEASE(keys=[lock], args=[token])
        if text is not None:
            return json.loads(text)
        rest = deadline - time.monotonic()
        if rest <= 0:
            raise Busy(key)
        time.sleep(min(0.05, rest))
