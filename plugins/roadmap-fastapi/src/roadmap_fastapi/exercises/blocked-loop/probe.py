"""What only the process knows: its threads, where the old library was called, and what became of the slots."""

import asyncio
import sys
import threading


def legacy():
    return dict(sys.modules["legacy_client"].seen)


def close_gate():
    sys.modules["legacy_client"].gate.clear()


def open_gate():
    sys.modules["legacy_client"].gate.set()


def threads():
    return threading.active_count()


def slots():
    """How many are free, or None where the semaphore is gone. What waits for one is looked at from outside."""
    found = getattr(sys.modules["main"], "slots", None)
    return found._value if isinstance(found, asyncio.Semaphore) else None
