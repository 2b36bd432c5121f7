import os

import redis

db = redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)
PAGE = "x" * 10_000


def fill(policy):
    """Keep ten orders for ever and 600 pages for an hour, in room for about 300 pages."""
    db.flushall()
    limit = db.info("memory")["used_memory"] + 300 * len(PAGE)
    db.config_set("maxmemory", limit)
    db.config_set("maxmemory-policy", policy)
    for number in range(10):
        db.set(f"order:{number}", "one kettle")
    try:
        for number in range(600):
            db.set(f"page:{number}", PAGE, ex=3600)
        problem = "no error"
    except redis.ResponseError as error:
        problem = str(error)
    finally:
        db.config_set("maxmemory", 0)
    orders = sum(db.exists(f"order:{number}") for number in range(10))
    evicted = db.info("stats")["evicted_keys"]
    print(f"{policy:12} {orders} of 10 orders left; pages thrown out: {evicted > 0}; {problem}")
    db.config_resetstat()


fill("noeviction")
fill("volatile-lru")
