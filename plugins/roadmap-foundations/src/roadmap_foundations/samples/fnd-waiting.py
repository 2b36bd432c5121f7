"""Waiting and computing are two different kinds of slow."""

import time
from concurrent.futures import ThreadPoolExecutor


def ask_a_database(number: int) -> int:
    time.sleep(0.05)  # most of a backend's day: somebody else is working
    return number


def in_turn() -> float:
    start = time.perf_counter()
    for number in range(10):
        ask_a_database(number)
    return time.perf_counter() - start


def in_threads() -> float:
    start = time.perf_counter()
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(ask_a_database, range(10)))
    return time.perf_counter() - start


one, ten = in_turn(), in_threads()
print("ten questions, one after another, take at least half a second:", one >= 0.5)
print("ten threads ask at the same time, at least twice as fast:     ", ten < one / 2)
