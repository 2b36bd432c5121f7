"""Runs in the learner's process: computations that are counted, and callers that arrive together."""

import threading
import time

import guard

TIMES = {"fresh": 60, "stale": 600, "lease": 10, "wait": 5}


def fetch(key, value=None, seconds=0.0, error="", takes_lock="", **times):
    """One call; what came back, how long it took, how often the computation ran, and the lock as seen from inside it."""
    runs, lock = [], {}

    def compute():
        runs.append(1)
        lock["left"] = guard.db.pttl(f"lock:{key}")
        lock["value"] = guard.db.get(f"lock:{key}")
        if takes_lock:
            guard.db.set(f"lock:{key}", takes_lock, px=60_000)
        time.sleep(seconds)
        if error:
            raise LookupError(error)
        return value

    return {**_timed(key, compute, {**TIMES, **times}), "runs": len(runs), "lock_left": lock.get("left"), "lock_value": lock.get("value")}


def together(key, callers, seconds=0.0, value=None, **times):
    """Several callers at the same moment, each in its own thread."""
    runs, answers = [], [None] * callers
    start = threading.Barrier(callers)

    def compute():
        runs.append(1)
        time.sleep(seconds)
        return value

    def caller(number):
        start.wait()
        answers[number] = _timed(key, compute, {**TIMES, **times})

    threads = [threading.Thread(target=caller, args=[number]) for number in range(callers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"answers": answers, "runs": len(runs)}


def _timed(key, compute, times):
    begin = time.perf_counter()
    try:
        answer = {"value": guard.fetch(key, compute, **times)}
    except guard.Busy:
        answer = {"busy": True}
    except Exception as error:
        answer = {"raised": f"{type(error).__name__}: {error}"}
    return {**answer, "seconds": time.perf_counter() - begin}
