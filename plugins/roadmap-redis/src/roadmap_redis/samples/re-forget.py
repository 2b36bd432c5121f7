import json
import os

import redis

db = redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)
table = {7: {"name": "kettle", "price": 3490}}
queries = []


def product(number):
    name = f"cache:product:{number}"
    stored = db.get(name)
    if stored is not None:
        return json.loads(stored)
    queries.append(number)
    row = table.get(number)  # None: there is no such product
    db.set(name, json.dumps(row), ex=300 if row else 30)
    return row


def change_price(number, price):
    table[number]["price"] = price  # first the truth
    db.delete(f"cache:product:{number}")  # then forget the copy


print(product(7), product(7), "queries:", len(queries))
table[7]["price"] = 2990
print("changed behind the cache's back:", product(7)["price"])
change_price(7, 2790)
print("changed and forgotten:          ", product(7)["price"])

queries.clear()
print(product(404), product(404), "queries for what does not exist:", len(queries))
