import os

import redis

db = redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)
FROM_THE_BEGINNING, NOT_GIVEN_TO_ANYBODY = "0", ">"
cooked = []


def take(cook, count=2):
    """The next orders, as pairs of id and fields; from now on they are this cook's."""
    reply = db.xreadgroup("kitchen", cook, {"orders": NOT_GIVEN_TO_ANYBODY}, count=count)
    return reply[0][1] if reply else []


def finish(entries):
    for entry, fields in entries:
        cooked.append(fields["dish"])
        db.xack("orders", "kitchen", entry)


def waiting():
    pending = db.xpending("orders", "kitchen")
    return {cook["name"]: cook["pending"] for cook in pending["consumers"]}


for dish in ["soup", "rice", "cake"]:
    db.xadd("orders", {"dish": dish}, maxlen=1_000, approximate=True)
print("nobody is there yet, and the stream keeps", db.xlen("orders"))

db.xgroup_create("orders", "kitchen", id=FROM_THE_BEGINNING)
of_ada, of_tom = take("ada"), take("tom")
print("ada:", [fields for _, fields in of_ada], "tom:", [fields for _, fields in of_tom])

finish(of_tom)
finish(of_ada[:1])
cooked.append("rice")  # ada cooks it, and falls ill before she can say so
print("cooked:", cooked, "not acknowledged:", waiting())

_, entries, _ = db.xautoclaim("orders", "kitchen", "tom", min_idle_time=0)
print("tom takes over:", [fields for _, fields in entries])
finish(entries)
print("cooked:", cooked, "not acknowledged:", waiting())
print("the stream still keeps", db.xlen("orders"))
