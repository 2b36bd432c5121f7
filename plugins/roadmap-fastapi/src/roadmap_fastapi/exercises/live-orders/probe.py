"""What is asked of the feed itself."""

import sys


def count(customer):
    return sys.modules["feed"].feed.count(customer)
