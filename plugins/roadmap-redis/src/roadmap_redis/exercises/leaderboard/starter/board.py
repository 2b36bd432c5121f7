"""The ranking of a game, kept in Redis."""

import os

import redis

db = redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)

WEEKLY_SECONDS = 14 * 24 * 60 * 60


def add_points(player, points, week):
    """Add points to the player in both boards; return the new all-time total."""
    raise NotImplementedError


def top(n, week=None):
    """Return the best n players as a list of [player, points]."""
    raise NotImplementedError


def standing(player):
    """Return rank, points and neighbors of a player on the all-time board, or None."""
    raise NotImplementedError


def remove(player, week):
    """Take the player off both boards; return whether they were on the all-time board."""
    raise NotImplementedError
