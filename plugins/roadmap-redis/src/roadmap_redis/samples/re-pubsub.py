import os

import redis

db = redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)


def listen(*patterns):
    radio = db.pubsub(ignore_subscribe_messages=True)
    radio.psubscribe(*patterns)
    for _ in patterns:
        hear(radio)  # waits until the server has confirmed the subscription
    return radio


def hear(radio):
    message = radio.get_message(timeout=0.2)
    return message and f"{message['channel']}: {message['data']}"


print("listeners:", db.publish("orders.berlin", "order 1"), "- said to nobody")

kitchen = listen("orders.*")
office = listen("orders.berlin")
print("listeners:", db.publish("orders.berlin", "order 2"))
print("the kitchen hears", hear(kitchen))
print("the office hears ", hear(office))

kitchen.close()  # it restarts
print("listeners:", db.publish("orders.berlin", "order 3"))
kitchen = listen("orders.*")
print("the kitchen is back and hears", hear(kitchen))
print("the office hears ", hear(office))
print("what the server keeps:", db.keys())
