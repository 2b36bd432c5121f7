import json
import os
import random
import time

import redis

db = redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)
random.seed(7)


def slow_product(number):
    """Stands for a query or a call to another service."""
    time.sleep(0.02)
    return {"id": number, "name": f"Product {number}"}


def cached_product(number):
    name = f"cache:product:{number}"
    stored = db.get(name)
    if stored is not None:
        counts["hits"] += 1
        return json.loads(stored)
    counts["misses"] += 1
    product = slow_product(number)
    db.set(name, json.dumps(product), ex=300)
    return product


def measure(words, function, numbers):
    times = []
    for number in numbers:
        begin = time.perf_counter()
        function(number)
        times.append(time.perf_counter() - begin)
    times.sort()
    total, slow = sum(times), times[int(len(times) * 0.95)]
    print(f"{words}: {len(times)} calls in {total:.2f} s, 95 of 100 faster than {slow * 1000:.1f} ms")


counts = {"hits": 0, "misses": 0}
# Few products get most of the visits, as in every shop.
visits = [min(int(random.expovariate(0.5)), 11) for _ in range(300)]
measure("without a cache", slow_product, visits[:30])
measure("with a cache", cached_product, visits)
print(f"hit ratio {counts['hits'] / len(visits):.0%}, the slow function ran {counts['misses']} times")
