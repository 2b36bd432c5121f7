"""The same five requests on an event loop: well-behaved, and with one blocking call."""

import asyncio
import time


async def polite() -> None:
    await asyncio.sleep(0.1)  # gives the loop back while it waits


async def rude() -> None:
    time.sleep(0.1)  # keeps the loop, and everybody else waits


async def in_a_thread() -> None:
    await asyncio.to_thread(time.sleep, 0.1)  # what FastAPI does with a plain def


async def five(handler) -> float:
    start = time.perf_counter()
    await asyncio.gather(*(handler() for _ in range(5)))
    return time.perf_counter() - start


for handler in (polite, rude, in_a_thread):
    seconds = asyncio.run(five(handler))
    print(f"{handler.__name__:12} five requests:", "one after another" if seconds > 0.45 else "at the same time")
