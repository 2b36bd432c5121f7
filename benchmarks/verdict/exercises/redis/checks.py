import string


def word(random):
    return "".join(random.choices(string.ascii_lowercase, k=12))


def test_scores(call, redis, random):
    """Adds points to a player's."""
    board, player = word(random), word(random)
    for points in (3, 4):
        call("board:score", board, player, points)
    assert redis.zscore(board, player) == 7, "The points are wrong."


def test_top(call, redis, random):
    """Lists the best players, the first of them first."""
    points = {word(random): float(value) for value in random.sample(range(1000), 5)}
    redis.zadd("top", points)
    best = sorted(points.items(), key=lambda item: -item[1])[:3]
    assert call("board:top", "top", 3) == [list(item) for item in best], "The order is wrong."


def test_session(call, random):
    """Knows by a token who has logged in."""
    user = word(random)
    assert call("board:who", call("board:log_in", user)) == user, "It is somebody else."


def test_expires(call, redis, random):
    """Forgets a session after a minute."""
    left = redis.ttl(f"session:{call('board:log_in', word(random))}")
    assert 0 < left <= 60, f"It is kept for {left} seconds."


def test_limited(call, random):
    """Allows three, and not a fourth."""
    user = word(random)
    allowed = [call("board:allowed", user, 3) for _ in range(4)]
    assert allowed == [True, True, True, False], f"Allowed were {allowed}."


def test_locked(call, redis, random):
    """Gives a lock to one holder, and not for ever."""
    name = word(random)
    assert [call("board:lock", name, holder) for holder in "ab"] == [True, False], "Both have it, or none."
    assert 0 < redis.pttl(f"lock:{name}") <= 5000, "It is kept for too long."


def test_recent(call, redis, random):
    """Keeps the last five pages of a visitor."""
    user = word(random)
    pages = [word(random) for _ in range(7)]
    for page in pages:
        call("board:record", user, page)
    assert call("board:seen", user) == pages[:1:-1], "These are not the last five."


def test_visitors(call, random):
    """Counts each visitor of a page once."""
    page = word(random)
    for user in ("ada", "bob", "ada"):
        call("board:record", user, page)
    assert call("board:visitors", page) == 2, "The count is wrong."
