"""The ranking of a game, kept in Redis."""

import os

import redis

db = redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)

WEEKLY_SECONDS = 14 * 24 * 60 * 60
ALL_TIME = "board:all"


def weekly(week):
    return f"board:week:{week}"


def add_points(player, points, week):
    """Add points to the player in both boards; return the new all-time total."""
    with db.pipeline() as pipe:
        pipe.zincrby(ALL_TIME, points, player)
        pipe.zincrby(weekly(week), points, player)
        pipe.expire(weekly(week), WEEKLY_SECONDS, nx=True)
        total, _, _ = pipe.execute()
    return int(total)


def top(n, week=None):
    """Return the best n players as a list of [player, points]."""
    if n < 1:
        return []
    board = ALL_TIME if week is None else weekly(week)
    everybody = db.zrange(board, 0, -1, withscores=True)
    ranked = sorted(everybody, key=lambda pair: (pair[1], pair[0]), reverse=True)
    return entries(ranked[:n])


def standing(player):
    """Return rank, points and neighbors of a player on the all-time board, or None."""
    with db.pipeline() as pipe:
        pipe.zrevrank(ALL_TIME, player)
        pipe.zscore(ALL_TIME, player)
        rank, points = pipe.execute()
    if rank is None:
        return None
    # The leader has nobody above; an index of -1 would mean the last player of all.
    first = max(rank - 1, 0)
    around = entries(db.zrange(ALL_TIME, first, rank + 1, desc=True, withscores=True))
    here = rank - first
    return {
        "rank": rank + 1,
        "points": int(points),
        "above": around[here - 1] if here else None,
        "below": around[here + 1] if len(around) > here + 1 else None,
    }


def remove(player, week):
    """Take the player off both boards; return whether they were on the all-time board."""
    with db.pipeline() as pipe:
        pipe.zrem(ALL_TIME, player)
        pipe.zrem(weekly(week), player)
        removed, _ = pipe.execute()
    return removed == 1


def entries(pairs):
    return [[player, int(points)] for player, points in pairs]
