"""Checks of the exercise leaderboard: results of calls, and what the server says that they cost."""

WEEK = "2026-W47"
FORTNIGHT = 14 * 24 * 60 * 60


def names(random, count):
    return [f"player-{number:06}" for number in random.sample(range(1_000_000), count)]


def fill(redis, players, key="board:all"):
    redis.zadd(key, players)


def stats(redis):
    info = redis.info("stats")
    return info["total_reads_processed"], info["total_net_output_bytes"]


def cost(redis, run):
    """Round trips and bytes that `run` made the server read and send; asking for them is itself one trip."""
    stats(redis)
    before = stats(redis)
    idle = stats(redis)
    run()
    after = stats(redis)
    quiet = idle[1] - before[1]
    return after[0] - idle[0] - 1, max(after[1] - idle[1] - quiet, 0)


def in_order(players):
    """As Redis lists them from the highest down: by points, and among equals by name from z to a."""
    return [[name, points] for points, name in sorted(((p, n) for n, p in players.items()), reverse=True)]


def test_points_add_up(call, redis, random, expect):
    """add_points adds to what a player has, in both boards, and returns the all-time total as an int."""
    player, veteran = names(random, 2)
    first, second, later = (random.randint(1, 500) for _ in range(3))
    call("board:add_points", player, first, WEEK)
    total = call("board:add_points", player, second, WEEK)
    expect(total).equals(
        first + second,
        if_equals=[(second, "Your second add_points replaced the first points: ZADD sets a score, another command adds to it.")],
        message=f"add_points({first}) and then add_points({second}) should return the sum.",
    )
    assert not isinstance(total, float), f"add_points returned {total!r}; points are whole numbers, so return an int."
    call("board:add_points", player, later, "2026-W48")
    expect(redis.zscore("board:all", player)).equals(
        float(first + second + later), message="The sorted set board:all should hold the player's points of all weeks together."
    )
    expect(redis.zscore(f"board:week:{WEEK}", player)).equals(
        float(first + second), message=f"board:week:{WEEK} should hold the points of that week only."
    )
    fill(redis, {veteran: 9_000})  # by another program of the game
    expect(call("board:add_points", veteran, 5, WEEK)).equals(
        9_005,
        if_equals=[(5, "The player had 9,000 points from another program. The total is what board:all holds, not what your process has seen.")],
        message="A player with 9,000 points in board:all got 5 more.",
    )


def test_order_and_ties(call, redis, random, expect):
    """top(n) gives the best n, most points first; among equals it keeps Redis's own order from the highest down."""
    players = {name: random.randint(1, 4) * 10 for name in names(random, 12)}
    fill(redis, players)
    want = in_order(players)[:5]
    expect(call("board:top", 5)).equals(
        want,
        if_equals=[
            (in_order(players)[::-1][:5], "That is the bottom of the board: sorted sets are ordered from the lowest score up. Ask for the reverse."),
            (in_order(players)[:6], "top(5) returned six players: the end of a range is included in Redis."),
            (sorted(players.items(), key=lambda pair: (-pair[1], pair[0]))[:5], "Equal points should come with names from z to a."),
        ],
        message="top(5) did not give the five best players in order.",
    )
    assert all(isinstance(points, int) for _, points in call("board:top", 5)), "Scores come from Redis as floats; return points as int."
    expect(call("board:top", 50)).equals(in_order(players), message="top(50) of twelve players should give all twelve.")
    expect(call("board:top", 0)).equals(
        [], if_equals=[(in_order(players), "top(0) gave everybody: an end of -1 means the last member.")], message="The best 0 players are an empty list."
    )


def test_weekly_board(call, redis, random, expect):
    """top(n, week) reads the board of that week, and a board that does not exist is an empty list."""
    fill(redis, {"veteran": 9_000})
    week = {name: random.randint(1, 900) for name in names(random, 4)}
    for player, points in week.items():
        call("board:add_points", player, points, WEEK)
    expect(call("board:top", 3, WEEK)).equals(
        in_order(week)[:3], message=f"top(3, {WEEK!r}) should list the players of that week."
    )
    expect(call("board:top", 3, week="1999-W01")).equals([], message="A week without entries should give an empty list.")


def test_standing_in_the_middle(call, redis, random, expect):
    """standing gives rank, points and both neighbors, and None for a stranger."""
    players = dict(zip(names(random, 9), random.sample(range(1, 1000), 9)))
    fill(redis, players)
    board = in_order(players)
    place = random.randint(1, 7)
    player, points = board[place]
    expect(call("board:standing", player)).equals(
        {"rank": place + 1, "points": points, "above": board[place - 1], "below": board[place + 1]},
        if_equals=[
            ({"rank": place, "points": points, "above": board[place - 1], "below": board[place + 1]}, "Redis counts ranks from 0; people count from 1."),
            ({"rank": place + 1, "points": points, "above": board[place + 1], "below": board[place - 1]}, "Your above and below are the wrong way round."),
        ],
        message=f"standing() of the player in place {place + 1} of 9 is not right.",
    )
    answer = call("board:standing", player)
    for number in (answer["points"], answer["above"][1], answer["below"][1]):
        assert isinstance(number, int), f"standing() gave the points {number!r}. Scores come from Redis as floats; return points as int."
    expect(call("board:standing", "nobody")).equals(None, message="A player who is not on the board has no standing: return None.")


def test_standing_among_equals(call, redis, random, expect):
    """Players with equal points stand in the order of top, one rank each, and are each other's neighbors."""
    players = {name: 50 for name in names(random, 4)}
    fill(redis, players)
    board = in_order(players)
    expect(call("board:standing", board[2][0])).equals(
        {"rank": 3, "points": 50, "above": board[1], "below": board[3]},
        message="standing() of the third of four players with equal points. Ranks follow the order of top; nobody shares one.",
    )


def test_standing_at_both_ends(call, redis, random, expect):
    """For the leader above is None, for the last player below is None, and a player alone has neither."""
    players = dict(zip(names(random, 5), random.sample(range(1, 1000), 5)))
    fill(redis, players)
    board = in_order(players)
    leader = {"rank": 1, "points": board[0][1], "above": None, "below": board[1]}
    expect(call("board:standing", board[0][0])).equals(
        leader,
        if_equals=[
            ({**leader, "below": None}, "The leader lost the player below: a start index of -1 means the last member, and the range came back empty."),
            ({**leader, "above": board[-1]}, "The last player stands above the leader: index -1 counts from the end."),
        ],
        message="standing() of the leader is not right. A negative index counts from the end.",
    )
    expect(call("board:standing", board[-1][0])).equals(
        {"rank": 5, "points": board[-1][1], "above": board[-2], "below": None}, message="standing() of the last player is not right."
    )
    redis.delete("board:all")
    fill(redis, {"solo": 7})
    expect(call("board:standing", "solo")).equals(
        {"rank": 1, "points": 7, "above": None, "below": None}, message="A player alone on the board has no neighbors."
    )


def test_weekly_board_expires_once(call, redis, random, expect):
    """A weekly board expires 14 days after its first entry; later entries leave that moment alone."""
    player, other = names(random, 2)
    key = f"board:week:{WEEK}"
    call("board:add_points", player, 5, WEEK)
    left = redis.ttl(key)
    assert left != -1, f"{key} has no time to live (TTL says -1), so every week stays in memory for ever."
    assert left != -2, f"{key} does not exist after add_points(..., {WEEK!r})."
    expect(left).is_between(FORTNIGHT - 60, FORTNIGHT, message=f"{key} should live for {FORTNIGHT} seconds.")
    redis.expire(key, 1_000)  # as if most of the two weeks had passed
    call("board:add_points", other, 5, WEEK)
    left = redis.ttl(key)
    assert 0 < left <= 1_000, (
        f"1,000 seconds were left, and one more entry made it {left}: the week never ends, because every write starts its "
        "time anew. There is an option that sets a time to live only where there is none."
    )
    expect(redis.ttl("board:all")).equals(-1, message="The all-time board must not expire.")


def test_one_round_trip(call, redis, random):
    """add_points, top and remove make one round trip to the server each; standing makes at most two."""
    a, b, c = names(random, 3)
    for player in (a, b, c):
        call("board:add_points", player, random.randint(1, 9), WEEK)
    for function, arguments in (("top", (1,)), ("standing", (a,)), ("remove", ("nobody", WEEK))):
        call(f"board:{function}", *arguments)  # whoever uses scripts loads them now
    allowed = {
        ("board:add_points", (a, 3, WEEK)): 1,
        ("board:top", (2,)): 1,
        ("board:standing", (b,)): 2,
        ("board:remove", (c, WEEK)): 1,
    }
    for (function, arguments), most in allowed.items():
        trips, _ = cost(redis, lambda: call(function, *arguments))
        assert trips > 0, f"{function} never asked the server; the boards live in Redis, where other programs see them."
        assert trips <= most, (
            f"{function} made {trips} round trips to the server; at most {most} allowed. A pipeline sends several "
            "commands together."
        )


def test_ten_thousand_players(call, redis, random, expect):
    """With 10,000 players top(3) and standing stay right, and bring only what they need to the program."""
    players = {f"p{number:05}": random.randint(0, 5_000_000) for number in range(10_000)}
    fill(redis, players)
    board = in_order(players)
    call("board:top", 1)
    answers = []
    _, size = cost(redis, lambda: answers.append(call("board:top", 3)))
    expect(answers[0]).equals(board[:3], message="top(3) of 10,000 players is not right.")
    assert size < 20_000, f"top(3) brought {size:,} bytes over the wire: that is all 10,000 entries. Let the server pick the three."
    place = random.randint(4_000, 6_000)
    _, size = cost(redis, lambda: answers.append(call("board:standing", board[place][0])))
    expect(answers[1]["rank"]).equals(place + 1, message="The rank among 10,000 players is not right.")
    assert size < 20_000, f"standing() brought {size:,} bytes over the wire: that is thousands of entries. Ask for the rank, and then for the neighbors only."


def test_removed_player(call, redis, random, expect):
    """remove takes a player off both boards, says whether they were there, and the others move up."""
    players = names(random, 3)
    for points, player in enumerate(players, start=1):
        call("board:add_points", player, points * 10, WEEK)
    gone = players[1]
    first = call("board:remove", gone, WEEK)
    assert first is True, f"remove() of a player on the board should return True; it returned {first!r}."
    expect(redis.zscore("board:all", gone)).equals(None, message="The removed player is still on the all-time board.")
    expect(redis.zscore(f"board:week:{WEEK}", gone)).equals(
        None, message="The removed player is still on the weekly board: remove takes them off both."
    )
    expect(call("board:standing", players[0])).equals(
        {"rank": 2, "points": 10, "above": [players[2], 30], "below": None}, message="After a removal the others should move up."
    )
    again = call("board:remove", gone, WEEK)
    assert again is False, f"Removing somebody who is not there should return False; it returned {again!r}."
