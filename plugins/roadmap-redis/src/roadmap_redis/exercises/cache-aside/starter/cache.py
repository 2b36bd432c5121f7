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
            return function(*args, **kwargs)

        return wrapper

    return decorate


def invalidate(tag):
    """Forget every entry that carries the tag."""
    raise NotImplementedError
