import asyncio
from collections import defaultdict
from typing import Any

WAITING = 50


class Listener:
    def __init__(self) -> None:
        self.queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue(WAITING)
        self.fell_behind = asyncio.Event()


class Feed:
    def __init__(self) -> None:
        self._listeners: defaultdict[str, set[Listener]] = defaultdict(set)

    def subscribe(self, customer: str) -> Listener:
        listener = Listener()
        self._listeners[customer].add(listener)
        return listener

    def unsubscribe(self, customer: str, listener: Listener) -> None:
        self._listeners[customer].discard(listener)
        if not self._listeners[customer]:
            del self._listeners[customer]

    def publish(self, customer: str, message: dict[str, Any]) -> None:
        """Never waits: who cannot take one more message is out."""
        for listener in self._listeners.get(customer, ()):
            try:
                listener.queue.put_nowait(message)
            except asyncio.QueueFull:
                self.unsubscribe(customer, listener)
                listener.fell_behind.set()

    def count(self, customer: str) -> int:
        return len(self._listeners.get(customer, ()))


feed = Feed()
