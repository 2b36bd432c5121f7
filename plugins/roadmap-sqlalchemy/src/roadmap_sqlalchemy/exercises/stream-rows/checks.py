"""Checks of the exercise stream-rows: every row once, little memory, one moment, nothing left open."""

import json
from decimal import Decimal

TABLE = "CREATE TABLE measurement (id bigint PRIMARY KEY, day date NOT NULL, amount numeric(14, 4) NOT NULL, note text)"


def fill(db, rows, note="'wind farm, sensor ' || n || ', calm with some gusts from the west'"):
    db.execute(TABLE)
    db.execute(f"INSERT INTO measurement SELECT n * 10, date '2026-01-01' + n % 300, n::numeric / 8, {note} FROM generate_series(1, {rows}) AS n")


def ids(got):
    return [json.loads(line)["id"] for line in got["lines"]]


def test_all_rows_in_portions(probe, db, random, expect):
    """All rows come once, in the order of their ids, in portions of `chunk` rows; progress counts them."""
    rows, chunk = random.randint(230, 290), random.randint(40, 70)
    fill(db, rows)
    got = probe("watched", chunk)
    expect(ids(got)).equals([n * 10 for n in range(1, rows + 1)], message="Ids in the export.")
    sizes = [min(chunk, rows - start) for start in range(0, rows, chunk)]
    expect(got["sizes"]).equals(sizes, message=f"Lines in each call of write, for {rows} rows in portions of {chunk}.")
    expect(got["told"]).equals([sum(sizes[:n]) for n in range(1, len(sizes) + 1)], message="What progress was told.")
    expect(got["count"]).equals(rows, message="What export returned.")


def test_an_empty_table(probe, db, expect):
    """An empty table is exported as nothing, and the answer is 0."""
    fill(db, 0)
    got = probe("watched", 10)
    expect([got["count"], got["lines"], got["told"]]).equals([0, [], []], message="Count, lines and progress for an empty table.")


def test_little_memory(probe, db):
    """120,000 rows take at most 12 MiB more memory than none."""
    rows = 120_000
    fill(db, rows)
    got = probe("measured", 2000)
    assert (got["lines"], got["count"]) == (rows, rows), f"Of {rows} rows {got['lines']} were written, and export returned {got['count']}."
    assert got["ids"] == 10 * rows * (rows + 1) // 2, "Some rows were written twice and others not at all."
    more, first = got["more"] / 1024, got["first"] / 1024
    assert more <= 12, (
        f"The export took {more:.0f} MiB more memory, {first:.0f} of them before the first portion was written: "
        + "the driver had buffered the whole result, or output came at the end. Set yield_per or stream_results, and write each portion at once."
    )


def test_nothing_is_rounded(probe, db, expect):
    """Amounts keep all of their digits, days are ISO dates, empty notes are null."""
    db.execute(TABLE)
    amount = "1234567890.1235"
    db.execute("INSERT INTO measurement VALUES (7, '2026-02-03', 0.1, NULL), (8, '1999-12-31', " + amount + ", 'a \"quoted\" line\nand Öl')")
    got = [json.loads(line) for line in probe("watched", 10)["lines"]]
    assert len(got) == 2, f"Two rows were exported as {len(got)} lines."
    assert not isinstance(got[0].get("amount"), float), "The amount was written as a float. 0.1 has no exact one: write it as text."
    assert all(Decimal(one["amount"]) == Decimal(want) for one, want in zip(got, ("0.1", amount))), f"Amounts were written as {[one['amount'] for one in got]}."
    expect(got).equals(
        [{"id": 7, "day": "2026-02-03", "amount": "0.1000", "note": None}, {"id": 8, "day": "1999-12-31", "amount": amount, "note": 'a "quoted" line\nand Öl'}],
        message="Two rows, as objects.",
    )


def test_the_picture_of_one_moment(probe, db, random, expect):
    """What others insert and delete during the export changes nothing in it."""
    fill(db, 60)
    changes = ["INSERT INTO measurement SELECT n, '2026-11-25', 1, 'new' FROM generate_series(1, 7) AS n", "INSERT INTO measurement VALUES (99999, '2026-11-25', 1, 'new'), (555, '2026-11-25', 1, 'new')"]
    got = ids(probe("watched", random.randint(9, 14), changes=changes))
    twice = sorted({one for one in got if got.count(one) > 1})
    assert not twice, f"Rows were inserted during the export, and then {twice[:5]} appeared more than once. Pages with OFFSET shift when something comes in before them."
    new = [one for one in got if one % 10 or one > 600]
    assert not new, f"The rows {new} came into the table while the export was running, and are in it. One question sees one moment; several see several."
    db.execute("DELETE FROM measurement WHERE id > 600 OR id % 10 > 0")
    got = ids(probe("watched", 12, changes=["DELETE FROM measurement WHERE id > 300"]))
    expect(got).equals([n * 10 for n in range(1, 61)], message="Ids in an export during which half of the rows were deleted.")


def test_it_stops_when_asked(probe, db, random, expect):
    """cancelled is asked before each portion; once it is true, nothing more is written."""
    fill(db, 100)
    after = random.randint(2, 5)
    got = probe("watched", 10, stop_after=after)
    expect(got["asked"]).equals(list(range(after + 1)), message="How many portions had been written whenever cancelled was asked.")
    expect([got["count"], len(got["lines"])]).equals([after * 10, after * 10], message=f"Rows returned and written after a stop at {after} portions of 10.")
    expect(ids(probe("watched", 10, stop_after=0))).equals([], message="Ids in an export that is cancelled at once.")


def test_nothing_stays_open(probe, db):
    """Finished, cancelled or failed: no connection stays in use, no transaction open."""
    fill(db, 100)
    for name, how in (("finished", {}), ("was cancelled", {"stop_after": 3}), ("failed in write", {"fail_after": 2})):
        got = probe("watched", 10, **how)
        if "fail_after" in how:
            assert got["raised"] == "Stop", "An exception out of write did not reach the caller of export."
        else:
            assert got["lines"], "export wrote nothing."
        assert got["in_use"] == 0, f"After an export that {name} a connection is still in use. After some nights the pool is empty."
        left = db.execute("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'export' AND state LIKE 'idle in transaction%'").fetchone()[0]
        assert left == 0, f"After an export that {name} a transaction is still open."
