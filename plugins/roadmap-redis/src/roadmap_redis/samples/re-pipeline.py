import os
import time

import redis

db = redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)
db.ping()  # connect before the clock starts
COUNT = 500


def round_trips():
    return db.info("stats")["total_reads_processed"]


def one_by_one():
    for number in range(COUNT):
        db.set(f"key:{number}", number)


def together():
    with db.pipeline(transaction=False) as pipe:
        for number in range(COUNT):
            pipe.set(f"key:{number}", number)
        pipe.execute()


for write in (one_by_one, together):
    trips, begin = round_trips(), time.perf_counter()
    write()
    seconds = time.perf_counter() - begin
    print(f"{write.__name__}: {seconds * 1000:.0f} ms, the server read {round_trips() - trips - 1} times")
