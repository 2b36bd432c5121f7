import os
import uuid

import redis

db = redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)

release = db.register_script("""
if redis.call('GET', KEYS[1]) == ARGV[1] then
    return redis.call('DEL', KEYS[1])
end
return 0
""")

ada, tom = uuid.uuid4().hex, uuid.uuid4().hex

print("ada gets the lock:     ", db.set("lock:report", ada, nx=True, px=5_000))
print("tom does not:          ", db.set("lock:report", tom, nx=True, px=5_000))
print("tom can't release it:  ", release(keys=["lock:report"], args=[tom]))

db.delete("lock:report")  # as if ada's five seconds had passed
print("now tom gets it:       ", db.set("lock:report", tom, nx=True, px=5_000))
print("ada is late, no harm:  ", release(keys=["lock:report"], args=[ada]))
print("it is still tom's:     ", db.get("lock:report") == tom)
print("tom releases his own:  ", release(keys=["lock:report"], args=[tom]))
