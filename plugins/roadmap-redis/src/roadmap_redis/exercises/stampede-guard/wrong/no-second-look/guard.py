"""Keeps a stampede of callers away from a slow computation."""

import json
import os
import time
import uuid

import redis

db = redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)

PAUSE = 0.05

# Comparing and deleting in one step: between two commands the lock could change hands.
release = db.register_script("""
if redis.call('GET', KEYS[1]) == ARGV[1] then
    return redis.call('DEL', KEYS[1])
end
return 0
""")


class Busy(Exception):
    """Somebody else is computing, and it takes longer than the caller wants to wait."""


def fetch(key, compute, *, fresh, stale, lease, wait):
    """Return the value of key: fresh, or stale while somebody computes, or computed by one caller."""
    name, lock, token = f"guard:{key}", f"lock:{key}", uuid.uuid4().hex
    deadline = time.monotonic() + wait
    while True:
        text, is_fresh = look(name, stale)
        if is_fresh:
            return json.loads(text)
        if db.set(lock, token, nx=True, px=milliseconds(lease)):
            break
        if text is not None:
            return json.loads(text)
        if time.monotonic() >= deadline:
            raise Busy(key)
        time.sleep(PAUSE)
    try:
        value = compute()
        db.set(name, json.dumps(value), px=milliseconds(fresh + stale))
        return value
    finally:
        release(keys=[lock], args=[token])


def look(name, stale):
    """The stored text or None, and whether it is fresh, which its remaining time tells."""
    with db.pipeline() as pipe:
        pipe.get(name)
        pipe.pttl(name)
        text, left = pipe.execute()
    return text, text is not None and left > stale * 1000


def milliseconds(seconds):
    return max(int(seconds * 1000), 1)
