"""Checks of the exercise job-queue: what the table says, what several workers do, and who waits."""


def keys(random, count):
    return [f"job-{number}-{random.randrange(10**6)}" for number in range(count)]


def put(probe, db, random, priorities):
    """Jobs with these priorities, stored by hand; their ids in this order."""
    probe("tables")
    ids = []
    for key, priority in zip(keys(random, len(priorities)), priorities):
        row = db.execute(
            "INSERT INTO job (key, payload, priority, state, attempts) VALUES (%s, %s, %s, 'queued', 0) RETURNING id", (key, f"do {key}", priority)
        ).fetchone()
        ids.append(row[0])
    return ids


def job(db, number):
    names = ("state", "worker", "attempts", "lease_until")
    return dict(zip(names, db.execute("SELECT state, worker, attempts, lease_until FROM job WHERE id = %s", (number,)).fetchone()))


def do(probe, *steps):
    got = probe("do", [list(step) for step in steps])
    for step, answer in zip(steps, got["answers"]):
        assert not isinstance(answer, str), f"{step[0]} raised {answer}"
    assert got["in_use"] == 0, f"After {steps[-1][0]} a connection is still in use."
    return got["answers"]


def test_enqueue_stores_a_job(probe, db, random, expect):
    """enqueue stores key, payload and priority of a queued job."""
    probe("tables")
    key, priority = keys(random, 1)[0], random.randint(1, 9)
    expect(do(probe, ["enqueue", key, "say 'hello'", priority], ["enqueue", f"{key}-2", "low"])).equals([True, True], message="What enqueue returned.")
    rows = [list(row) for row in db.execute("SELECT key, payload, priority, state, attempts FROM job ORDER BY id")]
    expect(rows).equals([[key, "say 'hello'", priority, "queued", 0], [f"{key}-2", "low", 0, "queued", 0]], message="The rows of the table.")


def test_a_key_is_there_once(probe, db, random, expect):
    """A key that is there already changes nothing, also when eight enqueue it at the same instant."""
    probe("tables")
    key = keys(random, 1)[0]
    returned = do(probe, ["enqueue", key, "first", 3], ["enqueue", key, "second", 5])
    got = db.execute("SELECT payload, priority FROM job").fetchall()
    assert got == [("first", 3)], f"A key was enqueued twice, and the job that was there has been changed: the table now has {got}."
    expect(returned).equals([True, False], message="enqueue with the same key twice.")
    answers = probe("enqueue_at_once", f"{key}-b", 8)
    broken = [answer for answer in answers if isinstance(answer, str)]
    assert not broken, f"Eight enqueued a key at the same instant, and {len(broken)} got {broken[0]}. Between asking and inserting somebody else is quicker: let the database decide."
    expect(sorted(answers)).equals([False] * 7 + [True], message="Eight enqueued a key at the same instant.")


def test_claim_takes_a_job(probe, db, random, expect):
    """claim returns id and payload, and writes down who has the job, until when, and how often it was taken."""
    (one,) = put(probe, db, random, [0])
    now = float(random.randint(1000, 9000))
    payload = db.execute("SELECT payload FROM job").fetchone()[0]
    expect(do(probe, ["claim", "ada", now], ["claim", "tom", now + 1])).equals([[one, payload], None], message="Two claims with one job.")
    expect(job(db, one)).equals({"state": "running", "worker": "ada", "attempts": 1, "lease_until": now + 30}, message="The job afterwards.")
    expect(do(probe, ["finish", one, "ada"])).equals([True], message="What finish returned.")
    expect(job(db, one)["state"]).equals("done", message="The state after finish.")
    expect(do(probe, ["claim", "tom", now + 1000])).equals([None], message="A claim when everything is done.")


def test_priority_then_age(probe, db, random, expect):
    """The highest priority comes first, and among equals the oldest."""
    priorities = [0, 2, 5, 2, 9, 0, 5]
    random.shuffle(priorities)
    ids = put(probe, db, random, priorities)
    got = [answer and answer[0] for answer in do(probe, *[["claim", "ada", 10.0]] * len(ids))]
    want = [one for _, one in sorted(zip(priorities, ids), key=lambda pair: (-pair[0], pair[1]))]
    expect(got).equals(want, if_equals=[(sorted(ids), "They came by age alone; the highest priority comes first.")], message="Ids in the order in which they were taken.")


def test_each_job_exactly_once(probe, db, random, expect):
    """Four workers and 40 jobs: 40 executions."""
    ids = put(probe, db, random, [random.randint(0, 3) for _ in range(40)])
    got = probe("work", 4, 50.0)
    executions = len(got["done"])
    assert executions <= 40, f"{executions} executions of 40 jobs: two workers read the same job before one of them had written. Lock the row with the question."
    assert not got["raised"] or "Lock" in got["raised"][0], f"A worker raised {got['raised'][0]}"
    expect(sorted(got["done"])).equals(sorted(ids), message="Ids of the jobs that were executed by four workers.")
    assert got["in_use"] == 0, "After the work a connection is still in use."
    left = db.execute("SELECT count(*) FROM job WHERE state <> 'done'").fetchone()[0]
    assert left == 0, f"{left} jobs are not done."


def test_nobody_waits(probe, db, random):
    """A job that somebody is just about to take is passed over."""
    first, second = put(probe, db, random, [5, 0])
    with db.transaction():
        db.execute("SELECT id FROM job WHERE id = %s FOR UPDATE", (first,))
        (answer,) = probe("do", [["claim", "tom", 20.0]])["answers"]
    assert not isinstance(answer, str), (
        f"While a transaction held the first job, claim waited for three seconds and then raised {answer.split(':')[0]}: a worker waits for another, so that four are as slow as one. "
        "Pass over what is locked."
    )
    assert answer is not None, "While a transaction held the first job, claim found none to take. But there was another one, which nobody held."
    assert answer[0] == second, f"claim returned the job {answer[0]}, which another transaction held."


def test_the_job_of_a_dead_worker_returns(probe, db, random, expect):
    """A job whose lease has run out is to be had again, and not a moment earlier."""
    (one,) = put(probe, db, random, [0])
    now = float(random.randint(1000, 9000))
    got = do(probe, ["claim", "ada", now], ["claim", "tom", now + 29.5], ["claim", "tom", now + 30.0])
    assert got[0] and got[0][0] == one, f"The first claim returned {got[0]}."
    assert got[1] is None, "A job was taken from a worker whose lease had half a second left."
    assert got[2] and got[2][0] == one, "30 seconds after a job was taken nobody had finished it, and claim returned None. Jobs that are running with a lease that is over can be taken: their worker died."
    expect(job(db, one)).equals({"state": "running", "worker": "tom", "attempts": 2, "lease_until": now + 60}, message="The job, taken for the second time.")


def test_a_slow_worker_is_told(probe, db, random, expect):
    """finish and fail change nothing for a worker whose job another one has taken over, or that is ended."""
    one, other = put(probe, db, random, [3, 0])
    do(probe, ["claim", "ada", 0.0], ["claim", "tom", 100.0])
    got = do(probe, ["finish", one, "ada"], ["fail", one, "ada"], ["finish", other, "ada"])
    assert got == [False, False, False], f"ada's job was taken over by tom; finish and fail by ada, and finish of a job that nobody took, returned {got}."
    expect(job(db, one)).equals({"state": "running", "worker": "tom", "attempts": 2, "lease_until": 130.0}, message="tom's job after ada ended it late: it had been taken over.")
    expect(do(probe, ["finish", one, "tom"], ["finish", one, "tom"], ["fail", one, "tom"])).equals([True, False, False], message="finish, and then finish and fail once more.")


def test_three_attempts(probe, db, random, expect):
    """A job that fails is tried three times and then parked; one whose workers die is not taken a fourth time."""
    one, other = put(probe, db, random, [5, 0])
    states = []
    for number in range(3):
        taken, failed = do(probe, ["claim", f"w{number}", 10.0 + number], ["fail", one, f"w{number}"])
        assert taken and taken[0] == one, f"Attempt {number + 1} at a job that failed {number} times: claim returned {taken}."
        expect(failed).equals(True, message="What fail returned.")
        states.append(job(db, one)["state"])
    expect(states).equals(["queued", "queued", "parked"], message="States after each failure.")
    got = [answer and answer[0] for answer in do(probe, *[["claim", "w", 1000.0 + 100 * number] for number in range(4)])]
    assert got[:3] == [other] * 3, f"A job whose workers died was claimed three times, and {got[:3]} was taken; its id is {other}."
    assert got[3] is None, f"Its workers died three times, and claim gave the job out a fourth time. It may be the job that kills them."
