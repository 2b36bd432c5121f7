"""Checks of the exercise half-commit: sums that hold, transactions counted, and who is told what."""


def test_a_transfer_moves_copies(probe, random, expect):
    """transfer moves the copies from one stock to the other, and keeps it."""
    have, amount = random.randint(20, 60), random.randint(1, 19)
    got = probe("transfer", [have, 3, 8], 1, 2, amount)
    assert not got["raised"], f"A transfer that is possible raised {got['raised']}."
    expect(got["amounts"]).equals(
        [have - amount, 3 + amount, 8],
        if_equals=[([have, 3, 8], "Nothing has changed: was it committed?"), ([have - amount, 3, 8], "The copies left and never arrived.")],
        message=f"Amounts after moving {amount} from the first to the second.",
    )


def test_one_transaction_for_each_transfer(probe, random):
    """transfer takes one transaction: one begin, one commit, and the connection given back."""
    got = probe("transfer", [9, 3], 1, 2, random.randint(1, 5))
    assert (got["begin"], got["commit"]) == (1, 1), (
        f"One transfer took {got['begin']} transactions and {got['commit']} commits. Between two of them lies a state in which copies are nowhere."
    )
    assert got["open"] == 0, "After the transfer a connection is still in use: close the session."


def test_a_missing_target_leaves_nothing_changed(probe, random, expect):
    """A stock that doesn't exist raises LookupError, and nothing has been moved, whatever the caller does then."""
    have = random.randint(5, 30)
    got = probe("transfer", [have, 2], 1, 99, 1)
    expect(got["raised"]).equals("LookupError", message="What a transfer to a stock that doesn't exist raised.")
    expect(got["amounts"]).equals([have, 2], message="Amounts after a transfer to nowhere.")
    got = probe("moves", [have, 2], [[1, 99, 1], [98, 2, 1]], "commit")
    expect(got["amounts"]).equals([have, 2], message="Amounts after a caller of move caught LookupError and committed: half of a move was sent before it was refused.")
    expect(got["raised"]).equals(["LookupError", "LookupError"], message="What the two moves raised.")


def test_the_database_refuses_negative_amounts(probe):
    """A negative amount is refused by the database, whoever writes it."""
    assert probe("negative", [5]) == "refused", "UPDATE stock SET amount = -1 was taken. The rule stands in Python only; the database has to know it."


def test_errors_reach_the_caller(probe, random, expect):
    """A transfer of more than there is raises Refused, and nothing is moved."""
    have = random.randint(1, 9)
    got = probe("transfer", [have, 4], 1, 2, have + random.randint(1, 5))
    assert got["raised"], "A transfer of more copies than there are: nothing was raised, so its caller believes that it worked."
    expect(got["raised"]).equals("Refused", message="What a transfer of too many copies raised.")
    expect(got["amounts"]).equals([have, 4], message="Amounts after a refused transfer.")


def test_the_session_goes_on_after_a_refusal(probe, random, expect):
    """After Refused the caller goes on with the same session, and what they did before is kept."""
    have = random.randint(10, 20)
    got = probe("moves", [have, 4], [[1, 2, have + 1], [1, 2, 3]], "commit")
    assert got["problem"] != "PendingRollbackError", (
        "After a refused move the next one in the same session raised PendingRollbackError: the failed flush took the whole transaction along. Put it into a savepoint."
    )
    assert not got["problem"], f"Refused, then a move that is possible, then commit: it raised {got['problem']}."
    expect(got["raised"]).equals(["Refused", ""], message="What the two moves raised.")
    expect(got["title"]).equals("renamed", message="The title that was changed in the same transaction, earlier: a refused move undid what the caller did before.")
    expect(got["amounts"]).equals([have - 3, 7], message="Amounts after the second move and the commit.")


def test_the_callers_transaction_is_respected(probe, random, expect):
    """move neither commits nor rolls back: after the caller's rollback nothing has happened."""
    have = random.randint(10, 20)
    got = probe("moves", [have, 4], [[1, 2, 2], [2, 1, 1]], "rollback")
    expect(got["amounts"]).equals([have, 4], message="Amounts after the caller rolled back: a part has been committed by move.")
    expect(got["title"]).equals("Emma", message="The title after the caller rolled back: it has been committed by move.")
    assert got["inside"]["commit"] == 0, f"Two moves inside one transaction made {got['inside']['commit']} commits."


def test_an_outdated_stock_is_refused(probe):
    """Two sessions change a stock that both have read: the second one gets StaleDataError."""
    got = probe("edited_at_once")
    assert got, "Both edits were accepted, and the first is lost. Give Stock a version_id_col."
    assert got == "StaleDataError", f"The second edit raised {got}; StaleDataError is expected."


def test_retry_begins_anew(probe, random, expect):
    """retry repeats work that ended in StaleDataError, each time with a new session, and commits."""
    for conflicts in (0, 1, 2):
        got = probe("retry", conflicts)
        assert not got["raised"], f"Work that succeeds at attempt {conflicts + 1} raised {got['raised']}; three attempts are allowed."
        expect(got["answer"]).equals("done", message="What retry returned.")
        expect(got["attempts"]).equals(conflicts + 1, message="How often the work was called.")
        assert got["sessions"] == conflicts + 1, f"{conflicts + 1} attempts were made with {got['sessions']} sessions: the same session keeps what is stale. Open a new one for each."
        expect(got["amounts"]).equals([99], if_equals=[([100], "The work was not committed.")], message="The amount after the work took one away.")


def test_retry_gives_up(probe, expect):
    """After three attempts the error reaches the caller; an error of another kind does at once."""
    got = probe("retry", 20)
    expect(got["raised"]).equals("StaleDataError", message="What retry raised when every attempt failed.")
    expect(got["attempts"]).equals(3, message="How many attempts were made.")
    got = probe("retry", 0, "no such title")
    expect([got["raised"], got["attempts"]]).equals(["ValueError", 1], message="What retry raised, and after how many attempts, when the work raised ValueError.")
