"""Many clients at once, over the service's socket. Times are compared with times of the same run, and the best of three attempts counts."""

import hashlib
import string
import threading
import time
from concurrent.futures import ThreadPoolExecutor

ATTEMPTS = 3


def get(new_http, path):
    client = new_http()
    try:
        # After a 500 uvicorn hangs up: nobody should be about to use that connection again.
        return client.get(path, timeout=30, headers={"Connection": "close"})
    finally:
        client.close()


def crowd(new_http, paths):
    """All at the same moment: their answers, and the seconds until the last one was there."""
    gate = threading.Barrier(len(paths) + 1)

    def one(path):
        gate.wait()
        return get(new_http, path)

    with ThreadPoolExecutor(len(paths)) as pool:
        asked = [pool.submit(one, path) for path in paths]
        gate.wait()
        started = time.perf_counter()
        answers = [each.result() for each in asked]
    return answers, time.perf_counter() - started


def alone(new_http, path):
    """The seconds that one request takes when there is no other: the best of two."""
    took = []
    for _ in range(2):
        started = time.perf_counter()
        answer = get(new_http, path)
        took.append(time.perf_counter() - started)
        told(answer, path)
    return min(took)


def told(answer, path):
    assert answer.status_code == 200, f"GET {path} answered {answer.status_code}: {answer.text[:200]}"
    return answer.json()


def health_while(new_http, paths):
    """While `paths` are asked for: the longest of five waits for /health."""
    with ThreadPoolExecutor(1) as pool:
        busy = pool.submit(crowd, new_http, paths)
        time.sleep(0.05)
        waits = []
        client = new_http()
        for _ in range(5):
            started = time.perf_counter()
            told(client.get("/health", timeout=60), "/health")
            waits.append(time.perf_counter() - started)
        client.close()
        busy.result()
    return max(waits)


def word(random):
    return "".join(random.choices(string.ascii_lowercase, k=8))


def test_answers(new_http, random, expect, logs):
    """Each endpoint answers what it answered before"""
    number, symbol = random.randrange(1000), word(random)
    answer = get(new_http, f"/quotes/{symbol}")
    give_up = time.monotonic() + 5
    while answer.status_code == 500 and "Error:" not in logs() and time.monotonic() < give_up:
        time.sleep(0.02)
    assert answer.status_code == 200 or "asyncio.run() cannot be called" not in logs(), (
        "GET /quotes/… answered 500: asyncio.run() cannot be called from a coroutine. A loop is already running, the one that called you; "
        "await what you need, or leave the blocking call to a thread."
    )
    expect(told(answer, "/quotes/…")).equals({"symbol": symbol, "price": sum(symbol.encode()) * 7 % 1000}, message="The answer of /quotes has changed.")
    expect(told(get(new_http, f"/slow/{number}"), "/slow/…")).equals({"number": number, "double": number * 2}, message="The answer of /slow has changed.")
    digest = hashlib.pbkdf2_hmac("sha256", symbol.encode(), b"roadmap", 600_000).hex()
    expect(told(get(new_http, f"/digest/{symbol}"), "/digest/…")).equals({"digest": digest}, message="The answer of /digest has changed: the computation has to stay as it is.")
    expect(told(get(new_http, "/health"), "/health")).equals({"status": "ok"}, message="The answer of /health has changed.")
    expect(get(new_http, "/partner/60").status_code).equals(504, message="A partner that takes a minute should be given up, with 504.")


def test_ten_slow_ones(new_http):
    """Ten times /slow at once takes little longer than one"""
    one = alone(new_http, "/slow/1")
    assert one > 0.25, f"GET /slow/1 answered after {one:.2f} s. The wait of 0.3 s stands for a service that is that slow: keep it."
    best = None
    for _ in range(ATTEMPTS):
        answers, took = crowd(new_http, [f"/slow/{number}" for number in range(10)])
        assert [told(answer, "/slow/…")["number"] for answer in answers] == list(range(10)), "Ten requests of /slow got each other's numbers."
        best = min(took, best or took)
        if best < one * 4:
            return
    raise AssertionError(
        f"One request of /slow takes {one:.2f} s and ten at once take {best:.2f} s: they are answered one after another. "
        "The blocking call stops the loop: nothing else runs until it returns."
    )


def test_health_meanwhile(new_http):
    """/health answers while ten slow requests run"""
    one, longest = alone(new_http, "/slow/1"), None
    for _ in range(ATTEMPTS):
        longest = min(health_while(new_http, ["/slow/1"] * 10), longest or 99)
        if longest < max(one / 2, 0.15):
            return
    raise AssertionError(
        f"While ten requests of /slow ran, /health took {longest:.2f} s, though it does nothing. The loop is blocked, and whoever watches this service will restart it."
    )


def test_legacy_off_the_loop(new_http, probe):
    """The old client is called outside the event loop, by several threads"""
    before = probe("legacy")
    answers, _ = crowd(new_http, ["/quotes/abc"] * 10)
    for answer in answers:
        told(answer, "/quotes/abc")
    after = probe("legacy")
    assert after["calls"] - before["calls"] == 10, f"Ten requests of /quotes made {after['calls'] - before['calls']} calls of legacy_client.price; each has to ask anew."
    on_a_loop = after["on_a_loop"] - before["on_a_loop"]
    assert on_a_loop == 0, (
        f"{on_a_loop} of 10 calls of legacy_client.price were made on the event loop. Written with async def or not: the blocking call stops the loop. Let a thread wait for it."
    )
    assert after["most_at_once"] > 1, "legacy_client.price is never called twice at a time: the requests queue for a single thread."


def test_computing(new_http, random):
    """/health answers while digests are computed"""
    one, longest = alone(new_http, f"/digest/{word(random)}"), None
    for _ in range(ATTEMPTS):
        longest = min(health_while(new_http, [f"/digest/{word(random)}" for _ in range(6)]), longest or 99)
        if longest < max(one * 1.5, 0.25):
            return
    raise AssertionError(
        f"One digest takes {one:.2f} s, and while six were computed, /health took {longest:.2f} s. A coroutine that computes keeps the loop to itself: "
        "this function belongs into a thread (hashlib lets go of the interpreter meanwhile)."
    )


def test_threads(new_http, probe):
    """However many come, there are at most 40 worker threads"""
    before = probe("legacy")["calls"]
    probe("close_gate")
    try:
        with ThreadPoolExecutor(1) as pool:
            busy = pool.submit(crowd, new_http, ["/quotes/abc"] * 60)
            # Until there are too many, or no more for a while: nobody gets an answer before the gate opens.
            at_once, threads, last = 0, 0, time.monotonic()
            while at_once <= 40 and time.monotonic() < last + 3 and not busy.done():
                now = probe("legacy")["at_once"]
                threads = max(threads, probe("threads"))
                if now > at_once:
                    at_once, last = now, time.monotonic()
                time.sleep(0.01)
            probe("open_gate")
            for answer in busy.result()[0]:
                told(answer, "/quotes/abc")
    finally:
        probe("open_gate")
    assert threads <= 44 and at_once <= 40, (
        f"Of 60 requests that came at once, {at_once} were in the old client at the same time, with {threads} threads; 40 worker threads are allowed. FastAPI's own pool has that limit built in."
    )
    assert probe("legacy")["calls"] - before == 60, "Not each request of /quotes asked the old client."


def test_slots_come_back(new_http, probe):
    """Requests that were broken off give back their slot"""
    crowd(new_http, ["/partner/60"] * 6)
    free = probe("slots")
    assert free is not None, "slots is no asyncio.Semaphore any more. The partner has asked for at most four requests at a time: keep it."
    best = None
    for _ in range(ATTEMPTS):
        answer = get(new_http, "/partner/0.01")
        best = answer.status_code if best != 200 else best
    assert best == 200, (
        f"After six requests that were given up, the next one answered {best}, though the partner takes 0.01 s. A time-out is an exception: what stands after the await is "
        "skipped, and the slot is never given back."
    )
    assert free == 4, f"After all requests are done, {free} of the four slots are free."
