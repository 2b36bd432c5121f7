"""Checks of the exercise cache-aside: how often functions really ran, and what lies in Redis afterwards."""

import ast
import json


def entries(redis, key):
    return [name for name in redis.scan_iter(match=f"cache:{key}:*", count=1000) if redis.type(name) == "string"]


def word(random):
    return "".join(random.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(8))


def test_second_call_is_answered_by_redis(probe, redis, random, expect):
    """The second call with the same arguments returns the stored result without running the function."""
    key, value = word(random), random.randint(1, 10**6)
    facts = probe("calls", key, [[[value], {"currency": "EUR"}]] * 3)
    expect(facts["results"]).equals(
        [{"args": [value], "kwargs": {"currency": "EUR"}}] * 3, message="The decorated function should return what the function returns."
    )
    expect(facts["runs"]).equals(
        1, if_equals=[(3, "Three equal calls ran the function three times: nothing was remembered.")], message="Three equal calls should run the function once."
    )
    assert entries(redis, key), f"No string whose name begins with cache:{key}: lies in Redis after a call; the results must be kept there."
    again = probe("calls", key, [[[value], {"currency": "EUR"}]], elsewhere=True)
    expect(again["runs"]).equals(
        0, message="The same function decorated once more (as in another process) ran again; look in Redis, not in a dictionary."
    )


def test_nothing_but_redis_remembers(probe, redis, random, expect):
    """When an entry has left Redis, or another process has invalidated it, the function runs again."""
    key = word(random)
    probe("held", key)
    expect(probe("held", key)).equals(1, message="Two equal calls should run the function once.")
    names = entries(redis, key)
    assert names, f"No string whose name begins with cache:{key}: lies in Redis after a call."
    redis.delete(*names)
    expect(probe("held", key)).equals(
        2,
        if_equals=[(1, "The entry had left Redis, as at the end of its time, and the old result came all the same: your process keeps a copy.")],
        message="When the entry has left Redis, the next call should run the function again, once.",
    )
    probe("invalidate", f"held:{key}")
    expect(probe("held", key)).equals(
        3,
        if_equals=[(2, "Another process called invalidate, and the old result came all the same. What carries a tag must be known in Redis.")],
        message="After invalidate the next call should run the function again, once.",
    )


def test_values_are_json(probe, redis, random, sources):
    """An entry is the result as JSON and nothing else; pickle is not used."""
    key = word(random)
    result = {"price": random.randint(1, 999), "name": "Käse", "tags": ["a", None]}
    probe("calls", key, [[[1], {}]], result=result)
    imported = {
        name.split(".")[0]
        for node in ast.walk(sources.tree("cache.py"))
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for name in ([alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""])
    }
    dangerous = imported & {"pickle", "cPickle", "marshal", "shelve", "dill"}
    assert not dangerous, f"cache.py imports {', '.join(sorted(dangerous))}: whoever can write to Redis could run code in your process."
    names = entries(redis, key)
    assert names, f"No string whose name begins with cache:{key}: lies in Redis after a call."
    text = redis.get(names[0])
    try:
        stored = json.loads(text)
    except ValueError:
        raise AssertionError(f"The entry holds {text[:80]!r}, which is not JSON.") from None
    assert stored == result, f"The entry holds {text[:120]!r}; it should be the result alone, written as JSON."


def test_ttl_with_jitter(probe, redis, random):
    """Every entry lives between ttl and ttl + 10 % seconds, and entries written together differ."""
    key, ttl = word(random), random.randint(1_000, 5_000)
    probe("calls", key, [[[number], {}] for number in range(30)], ttl=ttl)
    lives = [redis.ttl(name) for name in entries(redis, key)]
    assert len(lives) == 30, f"30 calls with different arguments left {len(lives)} entries named cache:{key}:…"
    assert -1 not in lives, "An entry has no time to live (ttl = -1): it will stay, and grow stale, for ever."
    low, high = min(lives), max(lives)
    assert ttl - 10 <= low and high <= ttl * 1.1 + 1, (
        f"With ttl={ttl} the entries live between {low} and {high} seconds; it should be between {ttl} and {int(ttl * 1.1)}."
    )
    assert len(set(lives)) > 5, (
        f"30 entries written together share {len(set(lives))} different times to live, so they end together and the "
        "function is stormed. Draw the time at random for each entry."
    )
    assert high > ttl * 1.05, (
        f"With ttl={ttl} the longest of 30 entries lives for {high} seconds; up to {int(ttl * 1.1)} are drawn from. The addition is 10 % of "
        "ttl, not a fixed number of seconds."
    )


def test_false_values_are_results(probe, random):
    """None, 0, the empty string, the empty list and False are remembered like any other result."""
    for fact in probe("falsy", word(random)):
        assert fact["runs"] == 1, (
            f"A function that returned {fact['value']} ran {fact['runs']} times for two calls: zero, None and an empty list are "
            "recomputed for ever. Ask whether something is stored, not whether it counts as true."
        )
        assert fact["again"] == fact["value"], f"The function returned {fact['value']}, the cache gave back {fact['again']}."


def test_different_arguments_different_entries(probe, redis, random, expect, sources):
    """Different arguments never share an entry, and the order of keyword arguments does not matter."""
    hashed = [
        node.lineno
        for node in ast.walk(sources.tree("cache.py"))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "hash"
    ]
    assert not hashed, (
        f"Line {hashed[0]} calls hash(). For text it gives another number in each process, so none would find what another one stored."
    )
    key, text = word(random), word(random)
    pairs = [
        ([[1], {}], [["1"], {}], '1 and "1"'),
        ([[text, "b"], {}], [[f"{text}:b"], {}], f'("{text}", "b") and "{text}:b"'),
        ([[text], {"x": "1"}], [[text, "x"], {"y": "1"}], "different keyword arguments"),
        ([[None], {}], [["None"], {}], 'None and "None"'),
        ([[[1, 2]], {}], [[1, 2], {}], "[1, 2] and 1, 2"),
    ]
    for number, (one, other, words) in enumerate(pairs):
        facts = probe("calls", f"{key}-{number}", [one, other])
        expect(facts["runs"]).equals(2, message=f"Calls with {words} are different calls, but they share one entry.")
    facts = probe("calls", f"{key}-same", [[[], {"x": 1, "y": 2}], [[], {"y": 2, "x": 1}]])
    expect(facts["runs"]).equals(1, message="f(x=1, y=2) and f(y=2, x=1) are the same call and should share an entry.")


def test_invalidation_by_tag(probe, redis, random, expect):
    """invalidate(tag) forgets all entries with that tag, of every function, and nothing else."""
    one, two = word(random), word(random)
    plan = [[[7], {}], [[8], {}], [[7], {"currency": "USD"}]]
    probe("calls", one, plan, tag=True)
    probe("calls", two, [[[7], {}]], tag=True)
    redis.set("session:42", "kept")
    redis.set(f"cache:other-{one}:7", "1")
    probe("invalidate", "item:7")
    facts = probe("calls", one, plan, tag=True)
    expect(facts["runs"]).equals(
        2,
        if_equals=[
            (0, 'After invalidate("item:7") its entries are still there.'),
            (1, "Two calls with item 7 differ in a keyword argument; only one of their entries was forgotten."),
            (3, "The entry of item 8 does not carry the tag item:7, and was forgotten all the same."),
        ],
        message="After invalidate the two calls with that tag, and only they, should run again.",
    )
    expect(probe("calls", two, [[[7], {}]], tag=True)["runs"]).equals(1, message="Another function's entry with the same tag was not forgotten.")
    expect(redis.get("session:42")).equals("kept", message="The key session:42 is gone: invalidate must not touch what the cache did not write.")
    expect(redis.get(f"cache:other-{one}:7")).equals("1", message="An entry without the tag is gone.")
    probe("invalidate", "everything")
    expect(probe("calls", one, plan, tag=True)["runs"]).equals(3, message="An entry can have several tags; invalidating the second one should forget it too.")
    probe("invalidate", "never-used")


def test_invalidation_does_not_search(probe, redis, random):
    """invalidate(tag) works without KEYS or SCAN, whose cost grows with everything that is stored."""
    key = word(random)
    probe("calls", key, [[[number], {}] for number in range(5)], tag=True)
    redis.config_resetstat()
    probe("invalidate", "item:3")
    used = redis.info("commandstats")
    assert used, "invalidate sent no command to Redis."
    searched = [name for name in ("keys", "scan") if f"cmdstat_{name}" in used]
    assert not searched, (
        f"invalidate used {searched[0].upper()}, which walks over every key of the server, and KEYS blocks it meanwhile. "
        "Keep a set per tag instead."
    )
    flushed = [name for name in ("flushdb", "flushall") if f"cmdstat_{name}" in used]
    assert not flushed, f"invalidate used {flushed[0].upper()}, which throws away everything that anybody stored."


def test_tags_outlive_their_entries(probe, redis, random, expect):
    """invalidate(tag) finds an entry as long as it lives, whatever the times of others with the same tag."""
    long, short, key = word(random), word(random), word(random)
    plan = [[[number], {}] for number in range(20)]
    for first, second in ((long, short), (short, long)):
        probe("calls", first, plan, ttl=2_000 if first == long else 200, tag=True)
        probe("calls", second, plan, ttl=2_000 if second == long else 200, tag=True)
        later(redis, 500)
        probe("invalidate", "everything")
        kept = len(entries(redis, long))
        assert not kept, (
            f"500 seconds later {kept} of 20 entries with ttl=2000 were still there after invalidate: what your cache knows about the tag "
            "ended before they did. Other entries with the same tag had ttl=200."
        )
    probe("calls", key, plan, ttl=1_000, tag=True)
    later(redis, 1_002)
    probe("invalidate", "everything")
    kept = len(entries(redis, key))
    assert not kept, (
        f"1,002 seconds later {kept} of 20 entries with ttl=1000 were still there after invalidate: what your cache knows about the tag "
        "ended before they did. An entry may live for 10 % longer than ttl."
    )


def later(redis, seconds):
    """As if so many seconds had passed for the keys of the cache."""
    for name in list(redis.scan_iter(match="cache*", count=1000)):
        left = redis.pttl(name)
        if left > 0:
            redis.pexpire(name, left - seconds * 1000)  # at or below zero it is deleted


def test_exceptions_are_not_remembered(probe, redis, random, expect):
    """An exception passes through to the caller; the next call runs the function again."""
    key = word(random)
    facts = probe("failing", key)
    assert facts["raised"] is not None, f"The function raised LookupError, but the caller got {facts['first']} instead."
    expect(facts["raised"]).equals("no such product", message="The caller should get the function's own exception.")
    expect(facts["runs"]).equals(2, message="After an exception the next call should run the function again, once.")
    expect(facts["second"]).equals("found", message="The second call succeeds and should return its result.")


def test_keeps_its_name(probe, expect):
    """The decorated function keeps its own name, so that logs and tracebacks stay readable."""
    expect(probe("decorated_name")).equals("product_of_the_day", message="functools.wraps keeps the name of a decorated function.")


def test_redis_is_down(probe, redis, redis_server, random):
    """With the server stopped a decorated function still answers, running once per call; afterwards caching goes on."""
    key = word(random)
    plan = [[[1], {}], [[2], {}]]
    probe("calls", key, plan, tag=True)
    redis_server.stop()
    try:
        facts = probe("calls", key, plan, tag=True)
        try:
            probe("invalidate", "everything")
            hidden = True
        except probe.Raised:
            hidden = False
    except probe.Raised as error:
        raise AssertionError(f"With the server stopped the call raised {error.type}: {error.message[:120]}. Answer without the cache.") from None
    finally:
        redis_server.start()
    assert facts["results"] == [{"args": [1], "kwargs": {}}, {"args": [2], "kwargs": {}}], "With the server stopped the results were wrong."
    assert facts["runs"] == 2, (
        f"With the server stopped two calls ran the function {facts['runs']} times. It must run exactly once per call, also "
        "when only the writing fails."
    )
    assert facts["slowest"] < 2, f"With the server stopped a call took {facts['slowest']:.1f} s; at most two seconds are allowed."
    assert not hidden, (
        "With the server stopped invalidate returned as if all were well. Its caller must know that stale entries are still there: let "
        "the exception through."
    )
    probe("calls", f"{key}-back", plan)
    runs = probe("calls", f"{key}-back", plan)["runs"]
    assert runs == 0, f"The server is back, but {runs} of 2 calls still ran the function; caching should go on by itself."
