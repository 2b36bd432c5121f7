import contextlib
import json
import uuid

import redis

client = redis.Redis.from_url("unix:///nonexistent/redis.sock", decode_responses=True)
script = client.register_script("return 1")
with client.pipeline() as pipe:
    pipe.zadd("board", {"ada": 1})
    pipe.set("key", json.dumps({"token": uuid.uuid4().hex}), ex=1, nx=True)
for run in (client.ping, lambda: script(keys=["key"])):
    # No server listens here; the way to it is what has to be warm.
    with contextlib.suppress(redis.ConnectionError):
        run()
client.close()
