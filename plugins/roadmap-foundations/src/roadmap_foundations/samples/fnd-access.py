"""Authenticated is not authorized."""

ORDERS = {1: {"owner": "ann", "item": "tea"}, 2: {"owner": "bob", "item": "ring"}}


def careless(user, number):
    if user is None:
        return 401
    return ORDERS[number]["item"]


def careful(user, number):
    if user is None:
        return 401
    order = ORDERS.get(number)
    if order is None or order["owner"] != user:
        return 404  # the same for "not there" and "not yours", so that nobody can tell
    return order["item"]


for view in (careless, careful):
    print(view.__name__, [view(None, 1), view("ann", 1), view("ann", 2)])
