"""The ranking of a game, kept in Redis."""

import os

import redis

db = redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)

WEEKLY_SECONDS = 14 * 24 * 60 * 60
ALL = "board:all"


def weekly(week):
    return f"board:week:{week}"


def add_points(player, points, week):
    """Add points to the player in both boards; return the new all-time total."""
    pipe = db.pipeline()
    pipe.zincrby(ALL, points, player)
    pipe.zincrby(weekly(week), points, player)
    pipe.expire(weekly(week), WEEKLY_SECONDS, nx=True)
    return int(pipe.execute()[0])


def top(n, week=None):
    """Return the best n players as a list of [player, points]."""
    name = ALL if week is None else weekly(week)
    return [[player, int(points)] for player, points in db.zrevrange(name, 0, n - 1, withscores=True)]


def standing(player):
    """Return rank, points and neighbors of a player on the all-time board, or None."""
    pipe = db.pipeline()
    pipe.zrevrank(ALL, player)
    pipe.zscore(ALL, player)
    rank, points = pipe.execute()
    if rank is None:
        return None
    first = max(rank - 1, 0)
    rows = [[name, int(score)] for name, score in db.zrevrange(ALL, first, rank + 1, withscores=True)]
    own = rank - first
    return {
        "rank": rank + 1,
        "points": int(points),
        "above": rows[own - 1] if own else None,
        "below": rows[own + 1] if own + 1 < len(rows) else None,
    }


def remove(player, week):
    """Take the player off both boards; return whether they were on the all-time board."""
    pipe = db.pipeline()
    pipe.zrem(ALL, player)
    pipe.zrem(weekly(week), player)
    return pipe.execute()[0] == 1
