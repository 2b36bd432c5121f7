"""Keeps a stampede of callers away from a slow computation."""

import os

import redis

db = redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)


class Busy(Exception):
    """Somebody else is computing, and it takes longer than the caller wants to wait."""


def fetch(key, compute, *, fresh, stale, lease, wait):
    """Return the value of key: fresh, or stale while somebody computes, or computed by one caller."""
    return compute()
