"""The service as its users see it, and what it leaves in its file."""

import base64
import hashlib
import html.parser
import re
import string
import threading
from concurrent.futures import ThreadPoolExecutor

# Requests at a time, and the seconds in which all of them have to get to their answer: a thousand times what they need.
FIVE = 5
PATIENCE = 8


def word(random, length=12):
    return "".join(random.choices(string.ascii_lowercase, k=length))


def ran(facts, what):
    """Assert that the command init-db, of which `facts` tells, did its work."""
    assert "No such command" not in facts["output"], f"{what}: there is no command init-db yet. app.cli.command registers one."
    assert facts["exit"] == 0, f"{what}: the command init-db failed: {facts['error'] or facts['output']}"


def prepare(probe):
    ran(probe("init_db"), "Before this check could begin")


def member(new_http, random):
    """A client that is registered and logged in, with its name and password."""
    client, name, password = new_http(), word(random), word(random)
    made = client.post("/register", json={"name": name, "password": password})
    assert made.status_code == 201, f"POST /register with a new name answered {made.status_code}; 201 was expected."
    entered = client.post("/login", json={"name": name, "password": password})
    assert entered.status_code == 200, f"POST /login with the right password answered {entered.status_code}; 200 was expected." + (
        " The registration had been answered with 201: was it committed? What is not is gone when the connection is closed."
        if entered.status_code == 401
        else ""
    )
    return client, name, password


KNOWN = {}


def somebody(new_http, random):
    """A logged-in client of one user whom several checks share, since every password costs a slow hash."""
    if not KNOWN:
        client, name, password = member(new_http, random)
        KNOWN.update(name=name, password=password, cookies=client.cookies)
    client = new_http()
    client.cookies.update(KNOWN["cookies"])
    return client, KNOWN["name"], KNOWN["password"]


def add(client, text):
    answer = client.post("/notes", json={"text": text})
    assert answer.status_code == 201, f"POST /notes by a logged-in user answered {answer.status_code}; 201 was expected."
    note = json_of(answer, "POST /notes")
    assert note.get("text") == text and "id" in note, f"POST /notes should answer with id and text; it answered {note!r}."
    return note


def json_of(answer, what):
    """What `answer` says in JSON, where it is an object."""
    try:
        body = answer.json()
    except ValueError:
        body = None
    kind = answer.headers.get("content-type", "no content type")
    assert isinstance(body, dict), f"{what} answered {answer.status_code} with {kind}; a JSON object was expected."
    return body


def is_error(answer, status, what):
    assert answer.status_code == status, f"{what} answered {answer.status_code}; {status} was expected."
    kind = answer.headers.get("content-type", "missing")
    assert kind.startswith("application/json"), f"{what} answered {status} with the content type {kind}; errors are JSON here."
    body = json_of(answer, what)
    assert isinstance(body.get("error"), str) and body["error"], f"The {status} of {what} needs a text under error."
    return body


def test_init_db_twice(new_http, probe, random):
    """flask init-db creates the schema, and running it again loses nothing"""
    path = f"{word(random)}.db"
    facts = probe("init_db_in", path)
    ran(facts, "With FLASK_DATABASE set")
    assert {"users", "notes"} <= set(facts["tables"]), (
        f"After init-db with FLASK_DATABASE={path}, that file has the tables {facts['tables']}; users and notes were expected. "
        "Is the path taken from the configuration?"
    )
    key = word(random)
    settings = probe("settings", key)
    assert settings["secret_key"] == key, "SECRET_KEY is not what FLASK_SECRET_KEY says: read it from the environment, and only there."
    assert settings["default_database"], "Without FLASK_DATABASE, DATABASE should be notes.db in the working directory."
    prepare(probe)
    client, _, _ = somebody(new_http, random)
    note = add(client, word(random))
    answer = client.get("/notes")
    assert answer.status_code == 200 and note in json_of(answer, "GET /notes").get("notes", []), (
        f"POST /notes answered 201, and a moment later GET /notes does not list that note; it answered {answer.status_code}. Was it "
        "committed? What is not is gone when the connection is closed."
    )
    ran(probe("init_db"), "Once more")
    answer = client.get("/notes")
    assert answer.status_code == 200 and note in json_of(answer, "GET /notes").get("notes", []), (
        "After a second init-db, a note that was there before is gone: the data is lost. Only create what is not there."
    )


def test_only_the_command_creates_tables(probe, random):
    """Nothing but init-db creates tables, and the failure that follows is a JSON error too"""
    facts = probe("without_tables", f"{word(random)}.db", {"name": word(random), "password": word(random)})
    assert not facts["tables"], (
        f"Before init-db ran, an application was made and somebody tried to register. Then the file had the tables "
        f"{facts['tables']}. Only the command should create them."
    )
    assert facts["status"] == 500 and facts["type"] == "application/json" and facts["error"], (
        f"POST /register without any tables was answered with {facts['status']} as {facts['type']}. A 500 with JSON and a text "
        "under error was expected: an unexpected exception is an error like any other."
    )


def test_register(http, new_http, probe, random):
    """Registering answers 201, and 409 for a name that is taken, and 400 for nonsense"""
    prepare(probe)
    name = word(random)
    made = http.post("/register", json={"name": name, "password": word(random)})
    assert made.status_code == 201, f"POST /register with a new name answered {made.status_code}; 201 was expected."
    told = json_of(made, "POST /register")
    assert told == {"name": name}, f"POST /register should answer with the name; it answered {told!r}."
    assert http.get("/notes").status_code == 401, "Registering should not log in, but GET /notes was answered."
    is_error(new_http().post("/register", json={"name": name, "password": word(random)}), 409, "POST /register with a taken name")
    for body in ({"name": word(random)}, {"name": "", "password": word(random)}, {"name": word(random), "password": 5}, [word(random)]):
        is_error(http.post("/register", json=body), 400, f"POST /register with {body!r}")
    quoted, password = f"{word(random)}', '{word(random)}') --", f"{word(random)}' \""
    made = http.post("/register", json={"name": quoted, "password": password})
    assert made.status_code == 201 and json_of(made, "POST /register") == {"name": quoted}, (
        f"POST /register with the name {quoted!r} answered {made.status_code}; 201 with that name was expected. Quotation marks "
        "are letters like any other, unless they become part of the SQL."
    )
    entered = http.post("/login", json={"name": quoted, "password": password})
    assert entered.status_code == 200, f"{quoted!r} registered and cannot log in: POST /login answered {entered.status_code}."


def test_register_at_once(new_http, probe, random):
    """Of several registrations of one name at the same moment, exactly one succeeds"""
    prepare(probe)
    name = word(random)
    clients = [new_http() for _ in range(2)]
    answers = [0] * len(clients)
    gate = threading.Barrier(len(clients))

    def register(number):
        gate.wait()
        answers[number] = clients[number].post("/register", json={"name": name, "password": f"pass-{number}"}).status_code

    threads = [threading.Thread(target=register, args=(number,)) for number in range(len(clients))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [201, 409], (
        f"Two registrations of one name at the same moment were answered {sorted(answers)}; one 201 and one 409 were "
        "expected. Between asking whether a name is free and taking it, somebody else can take it."
    )


def test_login_tells_nothing(http, new_http, probe, random):
    """A wrong password and an unknown name get the same 401"""
    prepare(probe)
    _, name, password = somebody(new_http, random)
    for close in (password.upper(), password[:-1]):
        is_error(http.post("/login", json={"name": name, "password": close}), 401, "POST /login with an almost right password")
    wrong = is_error(http.post("/login", json={"name": name, "password": word(random)}), 401, "POST /login with a wrong password")
    unknown = is_error(http.post("/login", json={"name": word(random), "password": word(random)}), 401, "POST /login with an unknown name")
    assert wrong == unknown, (
        f"A wrong password is answered with {wrong!r}, an unknown name with {unknown!r}: whoever tries can find out which "
        "names exist. Say the same in both cases."
    )
    for trick in (f"{name}' --", "' OR 1=1 --", f"' UNION SELECT id, password FROM users WHERE name='{name}' --"):
        is_error(http.post("/login", json={"name": trick, "password": word(random)}), 401, f"POST /login with the name {trick!r}")


def fast_hash(value, password):
    """The name of a fast algorithm by which `value` was made from `password` and a salt that stands in `value`; or nothing."""
    rounds = re.match(r"pbkdf2:\w+:(\d+)\$", value)
    if rounds and int(rounds[1]) < 10_000:
        return f"PBKDF2 with {rounds[1]} rounds"
    texts = [part for part in re.split(r"[^0-9A-Za-z+/=_-]+", value) if part]
    texts += [text[:size] for text in texts for size in (4, 8, 16, 24, 32, 64)] + [text[-size:] for text in texts for size in (8, 16, 32)]
    salts = {text.encode() for text in texts}
    salts |= {bytes.fromhex(text) for text in texts if re.fullmatch(r"([0-9a-fA-F]{2})+", text)}
    for algorithm in ("md5", "sha1", "sha256", "sha512"):
        for salt in salts:
            for mixed in (salt + password.encode(), password.encode() + salt):
                digest = hashlib.new(algorithm, mixed).digest()
                if digest.hex() in value.lower() or base64.b64encode(digest).decode().rstrip("=") in value:
                    return algorithm
    return ""


def test_passwords_are_hashed(new_http, probe, random):
    """The database holds salted, slow hashes and no passwords"""
    prepare(probe)
    _, name, password = somebody(new_http, random)
    names = [name, word(random)]
    made = new_http().post("/register", json={"name": names[1], "password": password})
    assert made.status_code == 201, f"POST /register with a new name answered {made.status_code}; 201 was expected."
    values = probe("stored")
    assert not any(password in value for value in values), "A password can be read in the database file, exactly as it was typed."
    for algorithm in ("md5", "sha1", "sha256", "sha512"):
        digest = hashlib.new(algorithm, password.encode()).hexdigest()
        assert not any(digest in value.lower() for value in values), (
            f"The database holds the plain {algorithm} of a password. That is fast to compute, so a stolen file is quickly "
            "guessed through. werkzeug.security has what is needed."
        )
    first, second = probe("passwords", names)
    assert first and second, "No value was found in the column password of the table users for a user who can log in."
    assert first != second, "Two users with the same password have the same value stored: the hash has no salt."
    fast = fast_hash(first, password)
    assert not fast, (
        f"The passwords are salted, but hashed with {fast}, which takes a millionth of a second: whoever has the file tries "
        "billions. generate_password_hash of werkzeug.security is slow on purpose."
    )


def test_notes_are_private(http, new_http, probe, random):
    """Everybody sees their own notes, and nobody else's"""
    prepare(probe)
    ann, _, _ = somebody(new_http, random)
    bob, _, _ = member(new_http, random)
    hers = [add(ann, word(random)) for _ in range(3)]
    his = [add(bob, f"{word(random)}'); DROP TABLE notes; --")]
    got = json_of(bob.get("/notes"), "GET /notes")
    secrets = [note["text"] for note in hers if note["text"] in str(got)]
    assert not secrets, "Bob sees Ann's note: GET /notes lists what belongs to others. Every query on notes needs its owner."
    assert got == {"notes": his}, f"GET /notes should list Bob's one note; it answered {got!r}."
    listed = [note for note in json_of(ann.get("/notes"), "GET /notes").get("notes", []) if note in hers]
    assert listed == hers, f"GET /notes should list Ann's notes {hers!r}, oldest first; of these it listed {listed!r}."
    own = ann.get(f"/notes/{hers[0]['id']}")
    assert own.status_code == 200 and json_of(own, "GET /notes/<id>") == hers[0], f"Ann asked for a note of her own and got {own.status_code}."
    answer = bob.get(f"/notes/{hers[0]['id']}")
    assert answer.status_code != 200, "Bob can read Ann's note by its id. Put the owner into the WHERE there too."
    is_error(answer, 404, "GET /notes/<id> of somebody else's note")
    is_error(bob.get(f"/notes/{10**9 + random.randrange(10**6)}"), 404, "GET /notes/<unknown id>")
    for trick in ("0 OR 1=1", "0) OR (1=1", f"{hers[0]['id']} --"):
        is_error(bob.get(f"/notes/{trick.replace(' ', '%20')}"), 404, f"GET /notes/{trick}")
    for method, path in (("GET", "/notes"), ("GET", f"/notes/{hers[0]['id']}"), ("POST", "/notes"), ("GET", "/page")):
        answer = http.request(method, path, json={"text": "hello"} if method == "POST" else None)
        is_error(answer, 401, f"{method} {path} without being logged in")
    for body in ({}, {"text": ""}, {"text": 7}):
        is_error(ann.post("/notes", json=body), 400, f"POST /notes with {body!r}")


def test_login_renews_the_session(new_http, probe, random):
    """Login starts from an empty session"""
    prepare(probe)
    _, name, password = somebody(new_http, random)
    planted = {word(random): word(random)}
    client = new_http()
    answer = client.post("/login", json={"name": name, "password": password}, headers={"Cookie": f"session={probe('cookie', planted)}"})
    assert answer.status_code == 200, f"Logging in with a session that has other things in it answered {answer.status_code}."
    value = answer.cookies.get("session")
    assert value, "Login set no session cookie. It should start a new session and remember the user in it."
    content = probe("session", value)
    assert not set(planted) & set(content), (
        "Session fixation: what stood in the session before the login is still there after it. Empty the session first."
    )


def test_logout(new_http, probe, random):
    """After logout, a client is a stranger"""
    prepare(probe)
    _, name, password = somebody(new_http, random)
    client = new_http()
    client.post("/login", json={"name": name, "password": password})
    assert client.get("/notes").status_code == 200, "GET /notes by a logged-in user should answer 200."
    assert client.post("/logout").status_code == 204, "POST /logout should answer 204."
    is_error(client.get("/notes"), 401, "GET /notes after logout")


def test_page_is_escaped(new_http, probe, random):
    """/page shows one's own notes, as text"""
    prepare(probe)
    client, _, _ = somebody(new_http, random)
    tag = word(random)
    text = f"<{tag}>x</{tag}> & \"so on\""
    add(client, text)
    answer = client.get("/page")
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/html"), (
        f"GET /page answered {answer.status_code} with {answer.headers.get('content-type')}; 200 with HTML was expected."
    )
    tags, shown = [], []

    class Page(html.parser.HTMLParser):
        def handle_starttag(self, tag, attrs):
            tags.append(tag)

        def handle_data(self, data):
            shown.append(data)

    page = Page()
    page.feed(answer.text)
    page.close()
    assert tag not in tags, f"The note {text!r} became an element of the page: markup was not escaped."
    assert text in "".join(shown), f"The note {text!r} should be readable on the page exactly as it is."
    stranger, _, _ = member(new_http, random)
    assert tag not in stranger.get("/page").text, "/page shows notes of somebody else. Its query needs the owner, too."


def test_connections_are_closed(http, new_http, probe, random):
    """Each request that needs the database opens one connection and closes it, errors included"""
    prepare(probe)
    client, _, _ = somebody(new_http, random)
    add(client, word(random))
    probe("watch")
    for _ in range(2):
        http.post("/login", json={"name": word(random), "password": word(random)})
    for _ in range(6):
        client.get("/notes")
        client.get("/page")
        client.get(f"/notes/{10**9}")
    facts = probe("connections")
    assert facts["open"] == 0, (
        f"After 20 requests, {facts['open']} of {facts['opened']} connections are still open. Close in a teardown function, "
        "which runs after errors too."
    )
    assert facts["opened"] == 20, f"20 requests opened {facts['opened']} connections; one for each was expected."
    probe("watch")
    for _ in range(3):
        http.get(f"/{word(random)}")
    idle = probe("connections")["opened"]
    assert idle == 0, (
        f"Three requests for URLs that do not exist opened {idle} connections. Open one when a view first asks for it, not "
        "at the beginning of every request."
    )
    for method, path in (("GET", "/notes"), ("GET", "/notes/1"), ("POST", "/notes"), ("GET", "/page")):
        probe("watch")
        http.request(method, path, json={"text": word(random)} if method == "POST" else None)
        idle = probe("connections")["opened"]
        assert idle == 0, (
            f"{method} {path} by somebody who is not logged in opened {'a connection' if idle == 1 else f'{idle} connections'}, and needed "
            "none: that nobody is logged in stands in the session. Look there first, and then ask for the connection."
        )


def test_nobody_waits_for_others(new_http, probe, random):
    """Five requests are under way at the same time"""
    prepare(probe)
    clients = [somebody(new_http, random)[0] for _ in range(FIVE)]
    # Each is held just before its answer leaves, until all five have got so far: that needs no clock, only patience.
    probe("hold", FIVE, PATIENCE)
    try:
        with ThreadPoolExecutor(FIVE) as pool:
            answers = list(pool.map(lambda client: client.get("/notes").status_code, clients))
    finally:
        met = probe("held")
    assert met, (
        f"Of five requests GET /notes at the same time, one had its answer ready and waited {PATIENCE} s for the others to get as far. They did "
        f"not: they waited for it, and in the end the five were answered {answers}. A lock, a connection or a transaction that all requests "
        "share lets one slow request stop the whole service."
    )
    assert answers == [200] * FIVE, f"Five requests GET /notes of a logged-in user at the same time were answered {answers}; each should get 200." + (
        " One of them was held, and others failed meanwhile: does a request that only reads keep the database locked?"
        if set(answers) == {200, 500}
        else ""
    )


def test_errors_are_json(http, random):
    """Unknown URLs, wrong methods and bodies that are malformed or incomplete get JSON errors"""
    is_error(http.get(f"/{word(random)}"), 404, "GET of an unknown URL")
    answer = http.delete("/register")
    is_error(answer, 405, "DELETE /register")
    is_error(http.post("/login", json={"name": word(random)}), 400, "POST /login without a password")
    for path in ("/login", "/register"):
        malformed = http.post(path, content="{", headers={"Content-Type": "application/json"})
        is_error(malformed, 400, f"POST {path} with malformed JSON")
