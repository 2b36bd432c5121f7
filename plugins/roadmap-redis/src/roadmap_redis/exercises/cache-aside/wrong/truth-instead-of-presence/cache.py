"""A decorator that remembers results in Redis."""

import functools
import json
import os
import random

import redis

db = redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True, socket_timeout=1)


def cached(ttl, key, tags=None):
    """Remember the results of the decorated function for ttl seconds, and up to 10 % more."""

    def decorate(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            name = f"cache:{key}:" + json.dumps([args, kwargs], sort_keys=True)
            stored = read(name)
            if stored is not None and (value := json.loads(stored)):
                return value
            # Between the two and guarded by neither: it must run once, whatever Redis does.
            result = function(*args, **kwargs)
            write(name, json.dumps(result), ttl + random.randint(0, ttl // 10), tags(*args, **kwargs) if tags else [])
            return result

        return wrapper

    return decorate


def read(name):
    """The text that is stored, or None: nothing there, or nobody to ask."""
    try:
        return db.get(name)
    except redis.RedisError:
        return None


def write(name, text, seconds, tags):
    try:
        with db.pipeline() as pipe:
            pipe.set(name, text, ex=seconds)
            for tag in tags:
                pipe.sadd(f"cache-tag:{tag}", name)
            pipe.execute()
    except redis.RedisError:
        pass  # the caller has the result; the next call tries again


def invalidate(tag):
    """Forget every entry that carries the tag."""
    names = db.smembers(f"cache-tag:{tag}")
    db.delete(f"cache-tag:{tag}", *names)
