"""A library from before asyncio: it blocks whoever calls it. Not yours to change."""

import asyncio
import threading
import time

seen = {"calls": 0, "on_a_loop": 0, "at_once": 0, "most_at_once": 0}
_lock = threading.Lock()
# Closed by whoever wants to see how many calls come at once.
gate = threading.Event()
gate.set()


def price(symbol: str) -> int:
    with _lock:
        seen["calls"] += 1
        seen["on_a_loop"] += _on_a_loop()
        seen["at_once"] += 1
        seen["most_at_once"] = max(seen["most_at_once"], seen["at_once"])
    time.sleep(0.1)
    gate.wait(60)
    with _lock:
        seen["at_once"] -= 1
    return sum(symbol.encode()) * 7 % 1000


def _on_a_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
