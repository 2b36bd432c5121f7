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
            try:
                text = db.get(name)
            except redis.RedisError:
                return function(*args, **kwargs)  # down: do not try to write either
            if text is not None:
                return json.loads(text)
            result = function(*args, **kwargs)
            seconds = random.randint(ttl, ttl + ttl // 10)
            try:
                pipe = db.pipeline()
                for tag in tags(*args, **kwargs) if tags else []:
                    pipe.sadd(f"cache-tag:{tag}", name)
                    pipe.expire(f"cache-tag:{tag}", seconds + 60, nx=True)
                pipe.set(name, json.dumps(result), ex=seconds)
                pipe.execute()
            except redis.RedisError:
                pass
            return result

        return wrapper

    return decorate


def invalidate(tag):
    """Forget every entry that carries the tag."""
    names = list(db.smembers(f"cache-tag:{tag}"))
    if names:
        pipe = db.pipeline()
        pipe.unlink(*names)
        pipe.srem(f"cache-tag:{tag}", *names)
        pipe.execute()
