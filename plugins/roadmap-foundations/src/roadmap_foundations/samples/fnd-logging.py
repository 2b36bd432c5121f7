"""The same failure, told three ways."""

import logging
import sys
import traceback

logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
log = logging.getLogger("shop.orders")


def price(order):
    return order["cents"] * order["count"]


order = {"id": 7, "cents": 250}

try:
    price(order)
except KeyError as problem:
    print("print:", problem)

try:
    price(order)
except KeyError:
    log.error("no price for order %s", order["id"], exc_info=False)
    # In a real program: log.exception(...), which adds the traceback. Its heart, without line numbers:
    frames = traceback.extract_tb(sys.exc_info()[2])
    print("      ", " -> ".join(frame.name for frame in frames), "|", frames[-1].line)

# What one would type after breakpoint() stopped in price():
for typed in ("order", "order.keys()", "'count' in order"):
    print("(Pdb) p", typed, "=>", eval(typed))
