import os

import redis

db = redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)
db.mset({"balance:ada": 50, "balance:tom": 0})


def transfer(amount, meanwhile=lambda: None):
    """Move money if it is there. WATCH makes EXEC refuse when somebody changed what we had read."""
    with db.pipeline() as pipe:
        for attempt in range(1, 6):
            try:
                pipe.watch("balance:ada")
                if int(pipe.get("balance:ada")) < amount:
                    return "not enough money"
                meanwhile()
                pipe.multi()  # from here on commands are collected
                pipe.decrby("balance:ada", amount)
                pipe.incrby("balance:tom", amount)
                pipe.execute()
                return f"done at attempt {attempt}"
            except redis.WatchError:
                meanwhile = lambda: None
        return "too busy"


print(transfer(20), db.mget("balance:ada", "balance:tom"))
print(transfer(20, meanwhile=lambda: db.decrby("balance:ada", 5)), db.mget("balance:ada", "balance:tom"))
print(transfer(20), db.mget("balance:ada", "balance:tom"))
