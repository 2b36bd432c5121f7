"""Several people at one API: what each of them is told over HTTP, and what the database file says afterwards."""

import sqlite3
import string

import pytest


def word(random, length=10):
    return "".join(random.choices(string.ascii_lowercase, k=length))


class Person:
    """A user with a token, a client that sends it, and some notes."""

    def __init__(self, new_http, probe, random, staff=False, notes=3):
        self.name, self.password = word(random), word(random)
        self.id, token = probe("join", self.name, self.password, staff)
        self.http = new_http()
        self.http.headers["Authorization"] = f"Token {token}"
        texts = [f"{word(random)} {word(random)}" for _ in range(notes)]
        keys = probe("write", self.id, texts)
        self.notes = [{"id": key, "text": text, "owner": self.name} for key, text in zip(keys, texts, strict=True)]


@pytest.fixture
def person(new_http, probe, random):
    return lambda **options: Person(new_http, probe, random, **options)


def stored(files):
    """The notes on the disk: {id: (text, id of the owner)}."""
    copy = sqlite3.connect(":memory:")
    copy.deserialize(files.bytes("db.sqlite3"))
    return {key: (text, owner) for key, text, owner in copy.execute("SELECT id, text, owner_id FROM notes_note")}


def body(answer):
    """How an answer begins, in quotation marks, and whether it goes on."""
    return repr(answer.text[:200]) + ("…" if len(answer.text) > 200 else "")


def ids(notes):
    return [note.get("id") for note in notes]


def status(answer, want, what, hint=""):
    said = ""
    if answer.status_code == 500:
        hint = "The program's output has the traceback."
    if answer.status_code == 429:
        hint = "Only writing counts, and each user has five a minute."
    if answer.status_code in (400, 403) and want < 300:
        said = f" It said: {body(answer)}"
    assert answer.status_code == want, f"{what} answered {answer.status_code}; {want} was expected.{' ' + hint if hint else ''}{said}"


def listed(person, what, **parameters):
    return notes_in(person.http.get("/api/notes/", params=parameters), what)


def notes_in(answer, what):
    status(answer, 200, what)
    notes = answer.json()
    assert isinstance(notes, list) and all(isinstance(note, dict) for note in notes), f"{what} should answer with a list of notes; it answered {body(answer)}."
    return notes


def test_own_notes(person, random):
    """Users list, read and change their own notes"""
    ann = person()
    notes = listed(ann, "GET /api/notes/ by a user with three notes")
    assert [note for note in notes if note in ann.notes] == ann.notes, f"A user with the notes {ann.notes} was answered {notes[:5]}. Look at the fields, and at the order."
    one = ann.notes[0]
    answer = ann.http.get(f"/api/notes/{one['id']}/")
    status(answer, 200, "GET of a note by its owner")
    assert answer.json() == one, f"A note was answered as {answer.json()}; {one} was expected."
    text = word(random)
    answer = ann.http.patch(f"/api/notes/{one['id']}/", json={"text": text})
    status(answer, 200, "PATCH of a note by its owner")
    assert answer.json() == {**one, "text": text}, f"After PATCH with a text, the note is {answer.json()}; {({**one, 'text': text})} was expected."
    status(ann.http.delete(f"/api/notes/{one['id']}/"), 204, "DELETE of a note by its owner")
    status(ann.http.get(f"/api/notes/{one['id']}/"), 404, "GET of a note that was deleted")


def test_list_is_private(person):
    """A user's list contains nobody else's note"""
    ann, bob = person(), person()
    for one, other in ((ann, bob), (bob, ann)):
        notes = listed(one, "GET /api/notes/ by a user")
        foreign = [note for note in notes if note.get("text") in [theirs["text"] for theirs in other.notes]]
        assert not foreign, (
            f"The list of one user contains {len(foreign)} notes of another. Object rules never run for lists: that is what the queryset is for."
        )
        assert len(notes) == 3, f"A user with three notes was shown {len(notes)}."


def test_foreign_note_is_not_there(person, files, random):
    """Somebody else's note is a 404 like one that does not exist, and stays as it is"""
    ann, bob = person(), person()
    target = ann.notes[0]["id"]
    where, nowhere = f"/api/notes/{target}/", f"/api/notes/{10**6 + random.randrange(10**6)}/"
    for method, body in (("GET", None), ("PATCH", {"text": word(random)}), ("PUT", {"text": word(random)}), ("DELETE", None)):
        answer = bob.http.request(method, where, json=body)
        status(
            answer,
            404,
            f"{method} of somebody else's note",
            "A 403 confirms that the id exists." if answer.status_code == 403 else "What is not in the queryset cannot be had by its id.",
        )
    unknown = bob.http.get(nowhere)
    status(unknown, 404, "GET of an id that does not exist")
    foreign = bob.http.get(where)
    status(foreign, 404, "GET of somebody else's note")
    assert foreign.text == unknown.text, f"Somebody else's note is refused with {foreign.text}, an unknown one with {unknown.text}. From the difference one learns that there is something."
    assert stored(files)[target] == (ann.notes[0]["text"], ann.id), "Somebody else's note was refused and changed all the same."
    status(ann.http.get(where), 200, "GET of the same note by its owner")


def test_owner_is_who_asks(person, files, random):
    """A new note belongs to whoever sent it, whatever the body says"""
    ann, bob = person(), person()
    for owner in (ann.id, ann.name):
        text = word(random)
        answer = bob.http.post("/api/notes/", json={"text": text, "owner": owner})
        status(answer, 201, f"POST of a note with {owner!r} under owner", "What stands there is ignored.")
        made = answer.json()
        assert isinstance(made, dict) and "id" in made, f"POST answered {body(answer)}; a note with its id was expected."
        found = stored(files).get(made["id"], ("", None))
        assert found[1] != ann.id, "Bob sent a note with Ann's id under owner, and now it is hers. The owner comes from the request's user, not from its body."
        assert found == (text, bob.id), f"POST of the text {text!r} stored {found}; the text and the sender's id, {bob.id}, were expected."
        assert made == {"id": made["id"], "text": text, "owner": bob.name}, f"POST answered {made}; the owner should be {bob.name!r}, by name."


def test_owner_stays(person, files, random):
    """Changing a note does not change its owner"""
    ann, bob = person(), person()
    note = ann.notes[0]
    for method, owner in (("PATCH", bob.id), ("PATCH", bob.name), ("PUT", bob.id)):
        text = word(random)
        answer = ann.http.request(method, f"/api/notes/{note['id']}/", json={"text": text, "owner": owner})
        status(answer, 200, f"{method} of one's own note with {owner!r} under owner", "What stands there is ignored.")
        got = stored(files)[note["id"]]
        assert got[1] == ann.id, f"{method} with somebody else's id under owner gave the note away. Once a note exists, nobody writes its owner."
        assert got[0] == text, f"{method} with a text and an owner should change the text."


def test_staff_read(person):
    """Staff read the notes of all, in the list, alone and by search"""
    ann, eve = person(), person(staff=True)
    notes = listed(eve, "GET /api/notes/ by staff")
    shown = {note.get("id"): note for note in notes}
    missing = [note for note in (*ann.notes, *eve.notes) if note["id"] not in shown]
    assert not missing, f"Staff were not shown {len(missing)} of six notes. For them, the queryset is that of all notes."
    one = ann.notes[0]
    answer = eve.http.get(f"/api/notes/{one['id']}/")
    status(answer, 200, "GET of a user's note by staff")
    shown = answer.json()
    same = isinstance(shown, dict) and all(shown.get(name) == one[name] for name in ("id", "text"))
    assert same, f"Staff were shown {shown}; {one} was expected."
    found = listed(eve, "GET /api/notes/?search=… by staff", search=one["text"].split()[0])
    assert ids(found) == [one["id"]], f"Staff searched for a word of one user's note, {one}, and found {found[:3]}."


def test_staff_do_not_write(person, files, random):
    """Staff change and delete their own notes only"""
    ann, eve = person(), person(staff=True)
    target = ann.notes[0]
    for method, body in (("PATCH", {"text": word(random)}), ("PUT", {"text": word(random)}), ("DELETE", None)):
        answer = eve.http.request(method, f"/api/notes/{target['id']}/", json=body)
        status(answer, 403, f"{method} of a user's note by staff", "Staff know that it exists, and still may not: that is what has_object_permission is for.")
    assert stored(files).get(target["id"]) == (target["text"], ann.id), "Staff were refused and changed a user's note all the same."
    status(eve.http.patch(f"/api/notes/{eve.notes[0]['id']}/", json={"text": word(random)}), 200, "PATCH of their own note by staff")
    status(eve.http.post("/api/notes/", json={"text": word(random)}), 201, "POST of a note by staff")


def test_anonymous(http, person, files, random):
    """Without a token, everything but the login is 401, with a challenge"""
    ann = person()
    where = f"/api/notes/{ann.notes[0]['id']}/"
    for method, path in (("GET", "/api/notes/"), ("POST", "/api/notes/"), ("GET", where), ("PATCH", where), ("DELETE", where)):
        answer = http.request(method, path, json=None if method in ("GET", "DELETE") else {"text": word(random)})
        hint = "DRF is open unless it is told otherwise."
        if answer.status_code == 403:
            hint = "The first authentication class has no challenge to offer, and then DRF says 403."
        if answer.status_code == 404:
            hint = "Who is nobody is told so before anything is looked for."
        status(answer, 401, f"{method} {path} without a token", hint)
        challenge = answer.headers.get("www-authenticate", "")
        assert challenge.lower().startswith("token"), f"The 401 has {challenge or 'nothing'} under WWW-Authenticate; it should say that a token is wanted."
    bad = http.get("/api/notes/", headers={"Authorization": f"Token {word(random, 40)}"})
    status(bad, 401, "GET /api/notes/ with a token that nobody has")
    assert stored(files)[ann.notes[0]["id"]] == (ann.notes[0]["text"], ann.id), "Without a token, a note was changed."


def test_closed_by_default(http, person):
    """A view that names no permissions is closed to all but users"""
    answer = http.get("/api/stats/")
    hint = "Your colleague's view says nothing about permissions, and DRF is open unless told otherwise: tell it, for all views."
    if answer.status_code == 403:
        hint = "It is closed, as it should be, and says so in the wrong way: the first authentication class has no challenge to offer, and then DRF says 403."
    status(answer, 401, "GET /api/stats/ without a token", hint)
    status(person().http.get("/api/stats/"), 200, "GET /api/stats/ by a user")


def test_search_is_private(person):
    """Search finds one's own notes, by their text, and reaches nobody else's"""
    ann, bob = person(), person()
    own = bob.notes[1]
    found = listed(bob, "GET /api/notes/?search=…", search=own["text"].split()[0])
    assert ids(found) == [own["id"]], f"A word that stands in one of a user's own notes, {own}, should find that note; it found {found[:3]}."
    found = listed(bob, "GET /api/notes/?search=… with the user's own name", search=bob.name)
    assert not found, (
        f"A search for a name that stands in no text found {len(found)} notes of the user who is called that. The task asks for notes whose text contains it: see "
        "search_fields."
    )
    found = listed(bob, "GET /api/notes/?search=…", search=ann.notes[0]["text"].split()[1])
    assert not found, f"A search reached the note of somebody else. It has to look in the same queryset as the list."


def test_writes_are_throttled(person, random):
    """The sixth write of a user within a minute is 429; reading does not count"""
    ann, bob = person(), person()
    path = f"/api/notes/{ann.notes[0]['id']}/"
    hint = "Only writing counts."
    for _ in range(7):
        status(ann.http.get("/api/notes/"), 200, "One of seven GET requests, before any writing,", hint)
    writes = [("POST", "/api/notes/"), ("POST", "/api/notes/"), ("PATCH", path), ("PUT", path), ("DELETE", f"/api/notes/{ann.notes[1]['id']}/")]
    random.shuffle(writes)
    expected = {"POST": 201, "PATCH": 200, "PUT": 200, "DELETE": 204}
    for number, (method, where) in enumerate(writes, 1):
        answer = ann.http.request(method, where, json=None if method == "DELETE" else {"text": word(random)})
        status(answer, expected[method], f"{method}, write number {number} after seven reads,", "Five are allowed, and reading does not count.")
    method, where = random.choice([("POST", "/api/notes/"), ("PATCH", path), ("DELETE", path)])
    answer = ann.http.request(method, where, json=None if method == "DELETE" else {"text": word(random)})
    status(answer, 429, f"{method}, the sixth write within a minute,", "All four methods count together, for each user.")
    assert answer.headers.get("retry-after", "").isdecimal(), "The 429 has no Retry-After. DRF's throttles know how long to wait: see wait()."
    status(ann.http.get("/api/notes/"), 200, "GET after the sixth write", hint)
    status(bob.http.post("/api/notes/", json={"text": word(random)}), 201, "The first write of another user", "Each user has five of their own.")


def test_login(http, new_http, person, random):
    """Login gives a token that works, and its sixth attempt within a minute is 429"""
    ann, bob = person(), person()
    right = {"username": ann.name, "password": ann.password}
    answer = http.post("/api/login/", json=right)
    status(answer, 200, "POST /api/login/ with the right password", "Whoever logs in has no token yet: this view must be open.")
    token = answer.json().get("token")
    mine = new_http().get("/api/notes/", headers={"Authorization": f"Token {token}"})
    shown = notes_in(mine, "GET /api/notes/ with the token from the login")
    missing = [note for note in ann.notes if note["id"] not in ids(shown)]
    assert not missing, f"With the token from the login, GET /api/notes/ does not answer with that user's notes: {len(missing)} of three are not there. Whose token is it?"
    attempts = [(ann.name, word(random)), (bob.name, ann.password), (word(random), word(random)), (bob.name, word(random))]
    for name, password in attempts:
        answer = http.post("/api/login/", json={"username": name, "password": password})
        status(answer, 400, "POST /api/login/ with a wrong password, of the first five attempts,")
    answer = new_http().post("/api/login/", json=right)
    assert answer.status_code == 429, (
        f"The sixth attempt to log in within a minute, from one address, answered {answer.status_code}; 429 was expected. Whoever guesses passwords needs many attempts, and "
        "tries them on many names. ObtainAuthToken has no throttles of its own, and does not take the default ones."
    )
    answer = ann.http.post("/api/login/", json=right)
    status(
        answer,
        429,
        "The seventh attempt, sent along with a token,",
        "An address stays the same address, whoever it claims to be. AnonRateThrottle counts nobody who is signed in, so the login should look at no token.",
    )


def address(random):
    return ".".join(str(random.randrange(1, 255)) for _ in range(4))


def test_login_address(probe, person, random):
    """Attempts to log in count for the address of the connection, whatever X-Forwarded-For says"""
    ann = person()

    def attempts(where, forwarded):
        statuses = [probe("log_in", ann.name, word(random), where, forwarded()) for _ in range(6)]
        assert 500 not in statuses, "POST /api/login/ answered 500. The program's output has the traceback."
        assert statuses[:5] == [400] * 5, (
            f"The first five attempts from one address, with wrong passwords, were answered with {statuses[:5]}; 400 was expected, five times. Each address has five of its own."
        )
        return statuses[5]

    last = attempts(address(random), lambda: None)
    assert last == 429, f"The sixth attempt to log in within a minute, from one address, was answered with {last}; 429 was expected."
    last = attempts(address(random), lambda: address(random))
    assert last == 429, (
        f"Six attempts came from one address, each with an X-Forwarded-For of its own, and the sixth was answered with {last}; 429 was expected. No proxy wrote that header: "
        "the client did, and may write another each time. NUM_PROXIES tells DRF how many proxies there are."
    )
