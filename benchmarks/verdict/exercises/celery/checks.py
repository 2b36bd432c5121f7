import string


def numbers(random, count):
    return [random.randrange(10**6) for _ in range(count)]


def pairs(random, count):
    return [numbers(random, 2) for _ in range(count)]


def word(random):
    return "".join(random.choices(string.ascii_lowercase, k=12))


def test_registered(call):
    """Has four tasks."""
    found = call("app:known")
    assert found == ["app.add", "app.charge", "app.refuse", "app.total"], f"They are {found}."


def test_round_trip(call, random):
    """Sends a task and gets its result."""
    a, b = numbers(random, 2)
    assert call("app:send", a, b) == a + b, "The result is wrong."


def test_group(call, random):
    """Sends five tasks at once and gets the results in order."""
    asked = pairs(random, 5)
    assert call("app:send_all", asked) == [sum(pair) for pair in asked], "The results are wrong."


def test_chain(call, random):
    """Hands the result of a task to the next."""
    first, *others = numbers(random, 4)
    assert call("app:send_in_turn", first, others) == first + sum(others), "The result is wrong."


def test_chord(call, random):
    """Sums what several tasks have found."""
    asked = pairs(random, 4)
    assert call("app:send_and_sum", asked) == sum(map(sum, asked)), "The sum is wrong."


def test_retried(call, random):
    """Tries again when a task could not be done, twice."""
    tries = call("app:charged", word(random))
    assert tries == 3, f"It was tried {tries} times."


def test_refused(call, random):
    """Says how a task failed."""
    reason = word(random)
    told = call("app:refused", reason)
    assert told == ["FAILURE", "ValueError", reason], f"It says {told}."


def test_many(call, random):
    """Answers one task after another."""
    asked = pairs(random, 5)
    assert [call("app:send", a, b) for a, b in asked] == [sum(pair) for pair in asked], "The results are wrong."
