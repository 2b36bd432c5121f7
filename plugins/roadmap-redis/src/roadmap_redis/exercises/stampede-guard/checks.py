"""Checks of the exercise stampede-guard: who computes, who waits, and whose lock it is."""

import time


def word(random):
    return "".join(random.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(8))


def reads(redis):
    return redis.info("stats")["total_reads_processed"]


def test_one_computation(probe, random, expect):
    """20 callers arrive together and nothing is stored: one computes, and all get its value."""
    value = random.randint(1, 10**6)
    facts = probe("together", word(random), 20, seconds=0.15, value=value)
    assert facts["runs"] == 1, f"20 callers arrived together, and the computation ran {facts['runs']} times; once is enough."
    wrong = [answer for answer in facts["answers"] if answer.get("value") != value]
    assert not wrong, f"{len(wrong)} of 20 callers did not get the computed value {value}; one of them got {wrong[0]}."


def test_second_look(probe, redis, random):
    """Whoever gets the lock only after somebody else has stored a value returns that one and does not compute again."""
    key, other = word(random), word(random)
    probe("fetch", other, value="theirs")
    late = redis.connection_pool.get_connection()
    try:
        # Writing commands wait for 0.4 s, then run in the order in which they came: first the value, then the lock.
        redis.client_pause(400, all=False)
        late.send_command("COPY", f"guard:{other}", f"guard:{key}")
        redis.ping()
        answer = probe("fetch", key, value="computed again")
        copied = late.read_response()
    finally:
        redis.connection_pool.release(late)
    assert copied == 1, f"After fetch there is no key guard:{other}, where the value should lie."
    assert answer["runs"] == 0, (
        "A caller found no value; then the holder before stored one and released the lock; then this caller got the lock and "
        "computed once more. Look once more after you have the lock."
    )
    assert answer.get("value") == "theirs", f"The caller should get the value that somebody else had stored, not {answer}."


def test_second_look_at_a_stale_value(probe, redis, random):
    """Whoever found a stale value and gets the lock only after somebody else has renewed it returns the new one."""
    key, other = word(random), word(random)
    probe("fetch", key, value="old", fresh=0.05)
    probe("fetch", other, value="theirs")
    time.sleep(0.1)
    late = redis.connection_pool.get_connection()
    try:
        redis.client_pause(400, all=False)
        late.send_command("COPY", f"guard:{other}", f"guard:{key}", "REPLACE")
        redis.ping()
        answer = probe("fetch", key, value="computed again")
        late.read_response()
    finally:
        redis.connection_pool.release(late)
    assert answer["runs"] == 0, (
        "A caller found a stale value; then the holder before stored a fresh one and released the lock; then this caller got the lock "
        "and computed once more. Look once more after you have the lock, also when there was a value before."
    )
    assert answer.get("value") == "theirs", f"The caller should get the fresh value that somebody else had stored, not {answer}."


def test_fresh_and_then_stale(probe, random, expect):
    """A fresh value is returned without computing; once it is stale, the next caller computes anew."""
    key = word(random)
    for value in ({"page": random.randint(1, 999)}, None, 0):
        expect(probe("fetch", key, value=value).get("value", "nothing")).equals(value, message="The first call should return what compute returned.")
        again = probe("fetch", key, value="other")
        expect(again["runs"]).equals(0, message=f"The value {value!r} was fresh, but the next call computed again.")
        expect(again["value"]).equals(value, message="The second call should return the stored value.")
        key = word(random)
    probe("fetch", key, value="old", fresh=0.05)
    time.sleep(0.1)
    later = probe("fetch", key, value="new", fresh=0.05)
    expect(later.get("value")).equals(
        "new", if_equals=[("old", "The value was stale and nobody held the lock, so this caller should have computed.")],
        message="After the fresh time the next caller should compute and return the new value.",
    )


def test_stale_value_while_somebody_computes(probe, redis, random, expect):
    """While somebody computes, the others get the stale value at once."""
    key = word(random)
    probe("fetch", key, value="old", fresh=0.05)
    time.sleep(0.1)
    redis.set(f"lock:{key}", "somebody-else", px=20_000)
    answer = probe("fetch", key, value="new", wait=1.5)
    assert "busy" not in answer, "A stale value was there, but the caller waited and raised Busy. Stale is better than nothing."
    expect(answer["runs"]).equals(0, message="Somebody else holds the lock, but this caller computed too.")
    expect(answer.get("value")).equals("old", message="The caller should get the stale value.")
    assert answer["seconds"] < 1, f"The caller got the stale value only after {answer['seconds']:.1f} s; it should get it at once."
    redis.delete(f"lock:{key}")
    facts = probe("together", key, 8, seconds=0.15, value="new", fresh=30)
    expect(facts["runs"]).equals(1, message="Eight callers found a stale value; one of them should compute.")
    values = {answer.get("value") for answer in facts["answers"]}
    assert values <= {"old", "new"}, f"Eight callers should get the old or the new value, not {sorted(map(str, values))}."


def test_dead_holder(probe, redis, random, expect):
    """The lock ends after its lease, and somebody who waits takes over."""
    key = word(random)
    facts = probe("fetch", word(random), value=1, lease=7)
    left = facts["lock_left"]
    assert left is not None, "fetch did not compute although nothing was stored."
    assert left != -2, "While compute ran there was no key lock:<key>; nothing kept other callers away."
    assert left != -1, "The lock has no lease: one crash of its holder blocks the key for ever. SET can do both in one command."
    assert 0 < left <= 7_000, f"With lease=7 the lock had {left} ms left while compute ran."
    redis.set(f"lock:{key}", "somebody-who-died", px=300)
    answer = probe("fetch", key, value="computed", wait=6)
    expect(answer.get("value")).equals(
        "computed", message="The lock of a dead holder ended after 0.3 s, but the caller (wait=6) did not take over."
    )


def test_late_holder(probe, redis, random, expect):
    """A holder whose lease is over leaves the lock of its successor alone, and removes its own."""
    key, successor = word(random), f"successor-{random.randint(1, 10**6)}"
    probe("fetch", key, value=1, takes_lock=successor)
    expect(redis.get(f"lock:{key}")).equals(
        successor,
        if_equals=[(None, "While this holder computed, its lease ended and somebody else got the lock. Then it released somebody else's lock.")],
        message="The successor's lock was changed.",
    )
    key = word(random)
    first = probe("fetch", key, value=1)
    expect(redis.get(f"lock:{key}")).equals(None, message="The computation is over, but its own lock is still there.")
    redis.delete(f"guard:{key}")
    second = probe("fetch", key, value=1)
    assert first["lock_value"] != second["lock_value"], (
        f"Two holders of the lock, one after the other, both wrote {str(first['lock_value'])[:80]!r} into it. So the first one, if it was "
        "late, would take the lock of the second for its own. Choose a value at random for each holder."
    )


def test_order_and_release(probe, redis, random):
    """The value is stored before the lock is released, and the lock is compared and removed in one step."""
    key = word(random)
    probe("fetch", word(random), value=1)
    with redis.monitor() as monitor:
        probe("fetch", key, value=1)
        redis.echo(f"end-of-{key}")
        seen = list(commands(monitor, key))
    removals = [number for number, (name, rest, _) in enumerate(seen) if name in REMOVE and f"lock:{key}" in rest]
    stored = [number for number, (name, rest, _) in enumerate(seen) if name not in READ and f"guard:{key}" in rest]
    if not removals:  # by some other command; whether it is gone is for another check to say
        return
    bare = [seen[number][0] for number in removals if not seen[number][2]]
    assert not bare, (
        f"The lock was removed by a {bare[0]} of its own. Whatever you asked before it, between the two commands the lease may end and "
        "somebody else get the lock. Compare and remove in one step, in a script."
    )
    assert stored and stored[0] < removals[0], (
        "The lock was released before the value was stored. Whoever comes in between finds neither and computes once more."
    )


def test_error_releases_the_lock(probe, redis, random, expect):
    """When compute raises, the caller gets the exception, nothing is stored, and the lock is released."""
    key = word(random)
    answer = probe("fetch", key, error="database is away")
    expect(answer.get("raised")).equals("LookupError: database is away", message="The exception of compute should reach the caller of fetch.")
    assert not redis.exists(f"lock:{key}"), "compute raised, but the lock is still there: nobody can try again until its lease is over."
    assert not redis.exists(f"guard:{key}"), "compute raised, but something was stored."
    expect(probe("fetch", key, value="now").get("value")).equals("now", message="After an error the next caller should compute.")
    key = word(random)
    probe("fetch", key, value="old", fresh=0.05)
    time.sleep(0.1)
    answer = probe("fetch", key, error="database is away")
    expect(answer.get("raised")).equals(
        "LookupError: database is away", message="There was a stale value, this caller computed, and compute raised: the exception should reach the caller."
    )
    assert not redis.exists(f"lock:{key}"), "compute raised over a stale value, but the lock is still there."
    assert redis.exists(f"guard:{key}"), "compute raised, and the stale value that others could have had is gone."


def test_waiting_is_limited(probe, redis, random):
    """Without value and without lock, Busy is raised after wait seconds."""
    key = word(random)
    redis.set(f"lock:{key}", "somebody-else", px=30_000)
    answer = probe("fetch", key, value="x", wait=0.4)
    assert answer["runs"] == 0, "Somebody else holds the lock, but this caller computed too."
    assert "busy" in answer, f"With wait=0.4 and a lock held for longer, fetch should raise Busy; it gave {answer}."
    assert answer["seconds"] > 0.3, f"Busy was raised after {answer['seconds']:.2f} s; the caller wanted to wait 0.4 s."
    assert answer["seconds"] < 1.9, f"Busy was raised after {answer['seconds']:.1f} s; the caller wanted to wait 0.4 s."


def test_no_busy_loop(probe, redis, random):
    """Whoever waits makes at most 100 round trips a second."""
    key = word(random)
    probe("fetch", word(random), value=1)
    redis.set(f"lock:{key}", "somebody-else", px=30_000)
    before = reads(redis)
    answer = probe("fetch", key, value="x", wait=0.5)
    asked = reads(redis) - before - 1
    most = 100 * max(answer["seconds"], 0.5) + 20
    assert asked <= most, (
        f"One caller asked {asked} times in {answer['seconds']:.2f} s of waiting: a busy loop. A hundred of them would keep the "
        "server from its work. Sleep a little between two looks."
    )


def test_written_with_an_end(probe, redis, random):
    """Lock and value are written together with their time to live, and the value lives for fresh + stale seconds."""
    key, fresh, stale = word(random), random.randint(20, 60), random.randint(100, 300)
    probe("fetch", word(random), value=1)
    with redis.monitor() as monitor:
        probe("fetch", key, value=1, fresh=fresh, stale=stale)
        redis.echo(f"end-of-{key}")
        lonely = separate_expiry(monitor, key)
    assert not lonely, (
        f"{lonely} came as a command of its own after the key was written. A crash between the two leaves a key that stays for ever; "
        "SET takes the time to live with it."
    )
    left = redis.pttl(f"guard:{key}")
    assert left != -2, f"After fetch there is no key guard:{key}."
    assert left != -1, f"guard:{key} has no time to live."
    low, high = (fresh + stale) * 1000 - 5_000, (fresh + stale) * 1000
    assert low <= left <= high, f"With fresh={fresh} and stale={stale} the value lives for {left} ms; it should be {high}."


def test_fractions_of_a_second(probe, redis, random):
    """fresh, stale and lease may be fractions of a second, and are not rounded to whole ones."""
    key = word(random)
    facts = probe("fetch", key, value=1, fresh=7.9, stale=8.0, lease=1.9)
    left = redis.pttl(f"guard:{key}")
    assert "raised" not in facts, f"With fresh=7.9, stale=8.0 and lease=1.9 fetch raised {facts['raised']}."
    assert 15_000 < left <= 15_900, f"With fresh=7.9 and stale=8.0 the value lives for {left} ms; it should be 15900. SET takes milliseconds, too."
    lock = facts["lock_left"]
    assert lock is not None and 1_000 < lock <= 1_900, f"With lease=1.9 the lock had {lock} ms left while compute ran; it should be 1900 at first."


EXPIRE = ("EXPIRE", "PEXPIRE", "EXPIREAT", "PEXPIREAT")
REMOVE = ("DEL", "UNLINK", "GETDEL")
READ = ("GET", "MGET", "PTTL", "TTL", "EXISTS", "PEXPIRETIME", "EXPIRETIME", "HGET", "HMGET", "HGETALL", "STRLEN", "TYPE", "WATCH")


def commands(monitor, key):
    """Name, arguments and whether it ran inside a script or transaction, of each command about `key` up to the marker."""
    in_transaction = False
    while True:
        seen = monitor.next_command()
        name, _, rest = seen["command"].partition(" ")
        name = name.upper()
        if rest.startswith(f"end-of-{key}"):
            return
        if name in ("MULTI", "EXEC", "DISCARD"):
            in_transaction = name == "MULTI"
        elif key in rest and not name.startswith(("EVAL", "FCALL")):
            yield name, rest, in_transaction or seen["client_type"] == "lua"


def separate_expiry(monitor, key):
    """The first command about `key` that sets an expiry outside of a script or transaction; reads up to the marker."""
    return next((name for name, _, together in list(commands(monitor, key)) if name in EXPIRE and not together), "")
