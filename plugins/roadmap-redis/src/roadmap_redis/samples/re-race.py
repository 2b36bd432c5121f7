import os
import sys
import threading

import redis

db = redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)
sys.setswitchinterval(1e-5)
LIMIT, THREADS, CALLS = 20, 16, 5


def read_compare_write(key):
    used = int(db.get(key) or 0)
    if used >= LIMIT:
        return False
    db.set(key, used + 1, ex=60)
    return True


script = db.register_script("""
local used = tonumber(redis.call('GET', KEYS[1]) or '0')
if used >= tonumber(ARGV[1]) then
    return 0
end
redis.call('SET', KEYS[1], used + 1, 'EX', 60)
return 1
""")


def decide_on_the_server(key):
    return script(keys=[key], args=[LIMIT]) == 1


def rush(allow, key):
    passed, start = [], threading.Barrier(THREADS)

    def caller():
        start.wait()
        for _ in range(CALLS):
            if allow(key):
                passed.append(1)

    threads = [threading.Thread(target=caller) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(passed)


print("limit", LIMIT, "calls", THREADS * CALLS)
print("read, compare, write:", "too many pass" if rush(read_compare_write, "racy") > LIMIT else "lucky this time")
print("on the server:       ", rush(decide_on_the_server, "atomic"), "pass")
