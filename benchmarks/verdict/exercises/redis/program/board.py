import json
import os
import uuid

import redis

server = redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)
take = server.register_script("""
local left = tonumber(redis.call('GET', KEYS[1]) or ARGV[1])
if left <= 0 then return -1 end
redis.call('SET', KEYS[1], left - 1, 'EX', 60)
return left - 1
""")


def score(board, player, points):
    return server.zincrby(board, points, player)


def top(board, most):
    return [[player, points] for player, points in server.zrevrange(board, 0, most - 1, withscores=True)]


def log_in(user):
    token = uuid.uuid4().hex
    server.set(f"session:{token}", json.dumps({"user": user}), ex=60)
    return token


def who(token):
    kept = server.get(f"session:{token}")
    return json.loads(kept)["user"] if kept else None


def allowed(user, most):
    return take(keys=[f"limit:{user}"], args=[most]) >= 0


def lock(name, holder):
    return bool(server.set(f"lock:{name}", holder, nx=True, px=5000))


def record(user, page):
    with server.pipeline() as pipe:
        pipe.lpush(f"seen:{user}", page)
        pipe.ltrim(f"seen:{user}", 0, 4)
        pipe.pfadd(f"visitors:{page}", user)
        pipe.execute()


def seen(user):
    return server.lrange(f"seen:{user}", 0, -1)


def visitors(page):
    return server.pfcount(f"visitors:{page}")
