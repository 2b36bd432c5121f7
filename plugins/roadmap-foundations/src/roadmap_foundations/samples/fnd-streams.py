"""A generator works only when it is asked; a context manager tidies up, whatever happens."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice


def numbers() -> Iterator[int]:
    n = 0
    while True:
        n += 1
        yield n


print("squares:", [n * n for n in islice(numbers(), 5)])


@contextmanager
def step(name: str) -> Iterator[None]:
    print("begin", name)
    try:
        yield
    finally:
        print("end", name)


try:
    with step("import"):
        raise OSError("the disk is full")
except OSError as problem:
    print("after the end:", problem)
