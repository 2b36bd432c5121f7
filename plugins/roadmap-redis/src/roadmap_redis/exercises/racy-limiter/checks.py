"""Checks of the exercise racy-limiter: several workers, injected time, and what the server says."""


def word(random):
    return "user-" + "".join(random.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(8))


def start(random):
    """A moment that is not the beginning of a minute, an hour or anything else."""
    return random.randint(1_700_000_000, 1_800_000_000) // 60 * 60 + random.randint(11, 19) + 0.25


def keys_of(redis, user):
    return list(redis.scan_iter(match=f"limit:{user}*", count=1000))


def reads(redis):
    return redis.info("stats")["total_reads_processed"]


def test_exactly_the_limit_passes(probe, random, expect):
    """80 calls at the same instant from 8 threads in 4 workers, limit 20: exactly 20 pass."""
    for worker in range(4):
        probe("allow", worker, "warm-up", 1, 60, 1.0)
    user, now = word(random), start(random)
    answers = probe.together([("allow", [number % 4, user, 20, 60, now], {}) for number in range(80)], threads=8)
    broken = [answer for answer in answers if not isinstance(answer, dict)]
    assert not broken, f"{len(broken)} of 80 calls raised an exception; the first: {broken[0]}"
    passed = sum(answer["allowed"] for answer in answers)
    assert passed >= 20, f"Only {passed} of 80 simultaneous calls passed; the limit is 20."
    assert passed == 20, (
        f"{passed} of 80 simultaneous calls passed; the limit is 20. The calls come from several workers, so what one of them "
        "knows does not help; and calls in the same instant must be counted one by one."
    )


def test_one_of_eight(probe, random):
    """Of eight calls at the same instant in four workers with a limit of 1, exactly one passes, every time."""
    for worker in range(4):
        probe("allow", worker, "warm-up", 1, 60, 1.0)
    passed = probe("rush", [word(random) for _ in range(20)], 4, 8, start(random))
    assert min(passed) >= 1, "Of eight simultaneous calls with a limit of 1 none passed."
    assert max(passed) == 1, (
        f"Of eight simultaneous calls with a limit of 1 up to {max(passed)} passed. The workers ask at the same time, and what one "
        "process locks does not stop another: let the server decide in one step."
    )


def test_example_of_the_task(call, random, expect):
    """The four calls of the example get the four answers of the example."""
    user = word(random)
    wanted = [
        (100.0, {"allowed": True, "remaining": 1, "reset_at": 160.0}),
        (130.5, {"allowed": True, "remaining": 0, "reset_at": 160.0}),
        (159.9, {"allowed": False, "remaining": 0, "reset_at": 160.0}),
        (160.0, {"allowed": True, "remaining": 0, "reset_at": 190.5}),
    ]
    for now, want in wanted:
        answer = call("limiter:allow", user, 2, 60, now)
        expect(answer).equals(want, message=f"allow(user, 2, 60, {now}) in the example.")
        assert answer["allowed"] is want["allowed"], f'"allowed" should be True or False; it was {answer["allowed"]!r}.'


def test_window_slides(probe, random):
    """In no stretch of window seconds do more than limit calls pass, also across the border of a minute."""
    user = word(random)
    border = float(random.randint(28_000_000, 29_000_000) * 60)
    late = [border - 2 + number / 100 for number in range(20)]
    early = [border + 1 + number / 100 for number in range(20)]
    answers = probe("allow_all", user, 20, 60, late + early)
    passed = sum(answer["allowed"] for answer in answers)
    assert passed == 20, (
        f"20 calls just before a full minute and 20 just after it: {passed} passed within four seconds, the limit is 20 in any 60. "
        "A window that begins at full minutes lets twice the limit through at the border."
    )
    (later,) = probe("allow_all", user, 20, 60, [border + 58.0])
    assert later["allowed"], "60 seconds after the first of 20 calls a place is free again, but a call was refused."


def test_refused_calls_do_not_count(probe, random):
    """Whoever keeps knocking is let in as soon as a place is free: refused calls do not count."""
    user, now = word(random), start(random)
    probe("allow_all", user, 3, 60, [now, now + 1, now + 2])
    answers = probe("allow_all", user, 3, 60, [now + 10 + number for number in range(49)])
    assert not any(answer["allowed"] for answer in answers), "Three calls count for 60 seconds; a fourth one passed within them."
    (answer,) = probe("allow_all", user, 3, 60, [now + 60.5])
    assert answer["allowed"], (
        "The first of three calls stopped counting at +60 s, yet a call at +60.5 s was refused: the refused calls in between "
        "were counted. Record a call only when it is allowed."
    )


def test_users_are_independent(probe, random):
    """One user's calls do not use up another's."""
    one, now = word(random), start(random)
    probe("allow_all", one, 2, 60, [now, now, now])
    (other,) = probe("allow_all", one + "2", 2, 60, [now])
    assert other["allowed"] and other["remaining"] == 1, f"Another user's first call got {other} after this one had used up the limit."


def test_remaining_and_reset(probe, random, expect):
    """remaining counts down to 0 and never below; reset_at is when the oldest call that counts stops counting."""
    user, now = word(random), start(random)
    window = random.randint(30, 90)
    gap = random.randint(3, 9) + 0.5
    answers = probe("allow_all", user, 3, window, [now, now + gap, now + 2 * gap, now + 2 * gap + 1])
    expect([answer["remaining"] for answer in answers]).equals(
        [2, 1, 0, 0], if_equals=[([3, 2, 1, 0], "remaining is what is left after this call.")], message="remaining for four calls with limit 3."
    )
    expect([round(answer["reset_at"], 3) for answer in answers]).equals(
        [now + window] * 4,
        if_equals=[([float(int(now + window))] * 4, "reset_at lost its fraction: a script's numbers become integers on the way out; return text.")],
        message="reset_at should be the first call's time plus the window, for all four calls.",
    )
    (after,) = probe("allow_all", user, 3, window, [now + window + 0.001])
    expect(round(after["reset_at"], 3)).equals(
        round(now + gap + window, 3), message="The first call no longer counts, so reset_at belongs to the second one."
    )
    (lower,) = probe("allow_all", user, 1, window, [now + window + 0.002])
    expect([lower["allowed"], lower["remaining"]]).equals(
        [False, 0],
        if_equals=[([False, -2], "remaining went below 0: three calls count, and the limit was lowered to 1 meanwhile.")],
        message="Three calls count, and the limit was lowered to 1 meanwhile: allowed and remaining.",
    )


def test_limit_of_zero(call, redis, random, expect):
    """With a limit of 0 nothing passes, and reset_at is None."""
    user = word(random)
    expect(call("limiter:allow", user, 0, 60, start(random))).equals(
        {"allowed": False, "remaining": 0, "reset_at": None}, message="allow() with limit 0."
    )


def test_one_round_trip(call, redis, random):
    """allow makes one round trip to the server, whether it says yes or no."""
    user, now = word(random), start(random)
    call("limiter:allow", "warm-up", 1, 60, now)
    call("limiter:allow", "warm-up", 1, 60, now)
    for words in ("allowed", "refused"):
        before = reads(redis)
        call("limiter:allow", user, 1, 60, now)
        trips = reads(redis) - before - 1
        assert trips > 0, "allow never asked the server, so other workers can't know about this call."
        assert trips == 1, (
            f"A call that was {words} made {trips} round trips. A crash between two of them leaves half of the work behind (a counter "
            "without expiry, for one), and another worker can slip in. Send the whole decision at once."
        )


def test_memory_is_bounded(probe, redis, random):
    """Calls that no longer count are thrown away while the user goes on."""
    user, now = word(random), start(random)
    probe("allow_all", user, 10, 60, [now + number * 5 for number in range(13)])
    few = sum(redis.memory_usage(key) for key in keys_of(redis, user))
    assert few, f"After calls of {user!r} no key begins with limit:{user}."
    probe("allow_all", user, 10, 60, [now + 100 + number * 15 for number in range(400)])
    many = sum(redis.memory_usage(key) for key in keys_of(redis, user))
    assert many < few * 3 + 500, (
        f"After 13 calls the user's keys took {few} bytes, after 400 more (never more than 10 counting) {many}: old calls are kept. "
        "Remove what is older than the window."
    )


def test_keys_expire(probe, redis, random):
    """The user's keys expire by themselves, after the window and at most a minute later."""
    user, window = word(random), random.randint(300, 900)
    now = start(random)
    probe("allow_all", user, 1, window, [now, now])
    keys = keys_of(redis, user)
    assert keys, f"After a call of {user!r} no key begins with limit:{user}."
    for key in keys:
        left = redis.ttl(key)
        assert left != -1, f"{key} never expires: a user who comes once stays in memory for ever."
        assert window - 5 <= left <= window + 60, f"{key} expires in {left} s; with a window of {window} s it should be {window} to {window + 60}."
        redis.expire(key, left - 150)  # as if 150 seconds had passed
    probe("allow_all", user, 1, window, [now + 150])
    for key in keys_of(redis, user):
        left = redis.ttl(key)
        assert left <= window - 150 + 60, (
            f"150 seconds after the last allowed call another one was refused, and {key} then expires in {left} s; the window was {window} s. "
            "Only an allowed call may put off the end: whoever keeps knocking would keep the key for ever."
        )
    probe("allow_all", user, 2, window, [now + 150])
    left = max(redis.ttl(key) for key in keys_of(redis, user))
    assert left >= window - 5, (
        f"150 seconds after the first call a second one was allowed, and now the keys expire in {left} s, before the {window} s are over for "
        "which it counts. Each allowed call has to put off the end."
    )
