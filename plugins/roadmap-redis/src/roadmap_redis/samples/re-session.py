import os
import secrets

import redis

db = redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)
IDLE_SECONDS = 30 * 60


def log_in(user):
    session = secrets.token_urlsafe(32)  # goes into the cookie; nobody can guess it
    with db.pipeline() as pipe:
        pipe.hset(f"session:{session}", mapping={"user": user, "pages": 0})
        pipe.expire(f"session:{session}", IDLE_SECONDS)
        pipe.sadd(f"sessions-of:{user}", session)
        pipe.execute()
    return session


touch = db.register_script("""
if redis.call('EXISTS', KEYS[1]) == 0 then
    return false
end
redis.call('HINCRBY', KEYS[1], 'pages', 1)
redis.call('EXPIRE', KEYS[1], ARGV[1])
return redis.call('HMGET', KEYS[1], 'user', 'pages')
""")


def visit(session):
    return touch(keys=[f"session:{session}"], args=[IDLE_SECONDS])


def log_out_everywhere(user):
    sessions = db.smembers(f"sessions-of:{user}")
    db.delete(f"sessions-of:{user}", *(f"session:{session}" for session in sessions))


phone, laptop = log_in("ada"), log_in("ada")
print(visit(phone), visit(phone), visit(laptop))
db.expire(f"session:{phone}", 100)  # as if most of the half hour had passed
visit(phone)
print("after a visit the session lives for", db.ttl(f"session:{phone}"), "seconds again")
log_out_everywhere("ada")
print(visit(phone), visit(laptop), visit("made-up"))
