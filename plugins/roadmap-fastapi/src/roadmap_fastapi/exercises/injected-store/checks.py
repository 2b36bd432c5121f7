"""Requests from outside, and tests as a colleague would write them, run in the service's process."""

import string


def text(random):
    return "".join(random.choices(string.ascii_letters, k=12))


def post(http, path, note):
    # uvicorn hangs up after an exception: nobody should be about to use that connection again.
    return http.post(path, json={"text": note}, headers={"Connection": "close"})


def sessions_since(before, after):
    """The events of each session that began since, in order."""
    found = {}
    for entry in after[len(before) :]:
        number, _, event = entry.partition(" ")
        if event:
            found.setdefault(number, []).append(event)
    return list(found.values())


def work(http, probe, path, note, wanted):
    before = probe("running_log") if probe("stores") else []
    answer = post(http, path, note)
    assert answer.status_code == wanted, f"POST {path} answered {answer.status_code}; {wanted} was expected: {answer.text[:200]}"
    # An unwise session ends after the answer. The next request is answered after that.
    http.get("/notes")
    assert probe("stores"), "No Store has been made: the lifespan should make one from the settings."
    return sessions_since(before, probe("running_log"))


def test_opened_once(probe, random):
    """The lifespan opens the store once and closes it once; nothing else opens anything"""
    seen = probe("fresh", text(random))
    assert seen["made_by_create_app"] == 0, "create_app() made a Store. That belongs into the lifespan: an application may be built without ever being started."
    assert seen["made_at_start"] == 1, (
        f"Starting an application made {seen['made_at_start']} stores; it should make one, in the lifespan. One that is made when the module is imported belongs to all applications of the process."
    )
    (log,) = seen["logs"]
    assert log.count("open") == 1 and log[0] == "open", f"The store was opened {log.count('open')} times in one life of the application: {log[:6]}"
    assert log.count("close") == 1 and log[-1] == "close", f"After the end of the application, the store's log ends with {log[-3:]}; it should have been closed once, at the very end."


def test_commits(http, probe, random, expect):
    """What went well is committed, and the session closed"""
    note = text(random)
    sessions = work(http, probe, "/notes", note, 201)
    assert note in http.get("/notes").json(), "The note was answered with 201 and is not there afterwards. Who commits?"
    (mine, *_) = [events for events in sessions if "add" in events]
    assert "commit" in mine, f"The session of a request that went well was not committed: {mine}"
    assert mine[-1] == "end" and mine.count("end") == 1, f"The session was never closed: {mine}. With return instead of yield there is no place where that could happen." if "end" not in mine else f"The session ended in the wrong place: {mine}"
    expect(mine.count("commit")).equals(1, message="A request should commit once.")


def test_rolls_back(http, probe, random):
    """After an exception everything is rolled back, and the session closed"""
    note = text(random)
    sessions = work(http, probe, "/failing", note, 500)
    assert note not in http.get("/notes").json(), "POST /failing answered 500, and its note is there all the same: what the failed request did was committed."
    (mine, *_) = [events for events in sessions if "add" in events]
    assert "rollback" in mine and "commit" not in mine, f"The session of a request that failed did this: {mine}. It should have been rolled back, and not committed. The exception arrives at the yield."
    assert mine[-1] == "end", f"The session of a request that failed was not closed: {mine}"


def test_failing_commit(http, probe, random, expect):
    """A commit that fails is answered with 409, and never with 201"""
    note = text(random)
    post(http, "/notes", note)
    answer = post(http, "/notes", note)
    expect(answer.status_code).equals(
        409,
        if_equals={
            201: "The second note with the same text was answered with 201, and then the commit failed. By default the part after yield runs when the answer has been sent: scope=\"function\" runs it before.",
            500: "Duplicate arrived as a 500. An exception handler for Duplicate makes a 409 of it.",
        },
        message="A text that is there already should be answered with 409.",
    )
    assert http.get("/notes").json().count(note) == 1, "The note is there twice."


def test_one_session(http, probe, random):
    """audit, author and the endpoint share one session"""
    sessions = [events for events in work(http, probe, "/notes", text(random), 201) if {"add", "audit", "author"} & set(events)]
    assert len(sessions) == 1, f"One request used {len(sessions)} sessions: {sessions}. Everybody has to ask for the same dependency, in the same way, and FastAPI gives them the same value."
    assert {"add", "audit", "author"} <= set(sessions[0]), f"The session of one request saw {sessions[0]}; audit, author and add should all be there."


def test_override(probe, random, expect):
    """A test replaces get_session, and everything uses what it gives out"""
    note = text(random)
    seen = probe("overridden", note)
    assert seen["real_sessions"] == 0, f"With get_session overridden, {seen['real_sessions']} real sessions were opened all the same. Whoever calls get_session() itself goes around the override; only Depends knows of it."
    assert seen["status"] == 201, f"With get_session overridden by a function that gives out the test's own session, POST /notes answered {seen['status']}. Does something else than get_session commit or close?"
    expect(sorted(seen["log"])).equals(sorted(["audit", "author", f"add {note}"]), message="The test's session should have seen audit, author and the note.")
    expect(seen["notes"]).equals(["from the test"], message="GET /notes should show what the test's session has.")


def test_settings(probe, random, expect):
    """Settings come from the environment when the application starts, and the password is not printed"""
    name, password = text(random), text(random)
    seen = probe("fresh", text(random), name, password)
    expect(seen["names"]).equals([[name, password]], if_equals=[([["notes", "only for development"]], "The store was opened with the defaults, though STORE_NAME and STORE_PASSWORD were set before the start. Settings that are made at import do not see that.")], message="The store should be opened with STORE_NAME and STORE_PASSWORD.")
    printed = probe("printed_settings", password)
    assert password not in printed, f"Whoever prints the settings prints the password: {printed.replace(password, '(the password)')[:120]}. SecretStr shows asterisks."


def test_two_applications(probe, random, expect):
    """Two applications in one process do not see each other's notes"""
    first, second = text(random), text(random)
    a, b = probe("two_applications", first, second)
    expect([a, b]).equals([[first], [second]], message="Two applications share their data. Something is global that should live in the application's state.")
