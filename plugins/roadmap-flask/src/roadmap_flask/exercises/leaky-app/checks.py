"""Six leaks, each looked at where it would hurt: from the browser, from the database, from the environment."""

import ast
import base64
import html.parser
import string
import time

PEOPLE = [("ann", "apple"), ("bob", "banana")]


def word(random, length=10):
    return "".join(random.choices(string.ascii_lowercase, k=length))


def log_in(client, name, password):
    return client.post("/login", data={"name": name, "password": password})


def cookie_flags(cookie):
    return {part.strip().lower() for part in cookie.split(";")[1:]}


def uses_thread_local(sources):
    return any(
        (isinstance(node, ast.Attribute) and node.attr == "local") or (isinstance(node, ast.alias) and node.name == "local")
        for node in ast.walk(sources.tree("app.py"))
    )


def test_visitors_are_apart(new_http, random, sources):
    """Two visitors at the same time each see their own name"""
    people = random.sample(PEOPLE, 2)
    clients = [(new_http(), name, password) for name, password in people]
    hint = (
        " threading.local() belongs to a thread, and a server's thread serves one visitor after another; g and session "
        "belong to the request and to the visitor."
        if uses_thread_local(sources)
        else ""
    )
    for client, name, password in clients:
        answer = log_in(client, name, password)
        assert answer.status_code == 200, f"Logging in as {name} with the right password answered {answer.status_code}." + hint
        if any("secure" in cookie_flags(cookie) for cookie in answer.headers.get_list("set-cookie")):
            hint = " The cookie is marked Secure, and is not sent over plain HTTP, which the checks talk: leave Secure alone here."
    for _ in range(4):
        for client, name, _ in clients:
            answer = client.get("/me")
            assert answer.status_code == 200, (
                f"{name} logged in, but GET /me answered {answer.status_code} a moment later." + hint
            )
            got = answer.json().get("name")
            assert got == name, (
                f"{name} asked GET /me and was told {got!r}, because somebody else had logged in meanwhile. What belongs to "
                "one visitor must not live in the process." + hint
            )
    first, name, _ = clients[0]
    assert first.post("/logout").status_code == 204, "POST /logout should answer 204."
    assert first.get("/me").status_code == 401, f"After POST /logout, GET /me should answer 401 to {name}." + hint
    second, other, _ = clients[1]
    assert second.get("/me").status_code == 200, f"{name} logged out, and {other} was thrown out with them." + hint
    assert new_http().get("/me").status_code == 401, "A visitor who never logged in should get 401 from GET /me." + hint


def rewritten(value, name, other):
    """What `value` of a cookie becomes in the hands of somebody who would rather be `other` than `name`."""
    yield value.replace(name, other)
    head, dot, rest = value.partition(".")
    try:
        content = base64.urlsafe_b64decode(head + "=" * (-len(head) % 4))
    except ValueError:
        return
    if name.encode() in content:
        forged = base64.urlsafe_b64encode(content.replace(name.encode(), other.encode())).decode()
        yield forged + dot + rest
        yield forged.rstrip("=") + dot + rest


def test_identity_cannot_be_forged(new_http, random):
    """Nobody becomes somebody else by rewriting a cookie"""
    (name, password), (other, _) = random.sample(PEOPLE, 2)
    answer = log_in(new_http(), name, password)
    cookies = {cookie: value for cookie, value in answer.cookies.items()}
    assert answer.status_code == 200 and cookies, f"Logging in as {name} answered {answer.status_code} and set {len(cookies)} cookies."
    for cookie, value in cookies.items():
        for forged in rewritten(value.strip('"'), name, other):
            if forged == value:
                continue
            sent = "; ".join(f"{key}={kept}" for key, kept in {**cookies, cookie: forged}.items())
            got = new_http().get("/me", headers={"Cookie": sent})
            assert got.status_code != 200 or got.json().get("name") != other, (
                f"{name} logged in, put {other!r} into the cookie {cookie}, and GET /me believed it. Whatever the browser keeps "
                "can be rewritten there, unless it is signed. Flask's session is."
            )


def test_connections_are_closed(http, probe, random):
    """Each request opens one connection when it needs the database, and closes it at its end"""
    searches = random.randrange(8, 14)
    probe("watch")
    for _ in range(searches):
        http.get("/search", params={"q": word(random, 2)})
    log_in(http, *random.choice(PEOPLE))
    facts = probe("connections")
    requests = searches + 1
    assert facts["opened"] > 0, (
        f"{requests} requests that read the database opened no connection: do they all share one? Two threads of a server "
        "would get into each other's transactions. Open one for each request."
    )
    assert facts["open"] == 0, (
        f"After {requests} requests, {facts['open']} of {facts['opened']} connections are still open. A request that is "
        "over needs none."
    )
    assert facts["opened"] == requests, (
        f"{requests} requests opened {facts['opened']} connections; one for each was expected. Keep it in g."
    )
    probe("watch")
    for _ in range(3):
        http.get(f"/{word(random)}")
    idle = probe("connections")["opened"]
    assert idle == 0, (
        f"Three requests for URLs that do not exist opened {idle} connections. Open one when a view first asks for it, not "
        "at the beginning of every request."
    )


def test_failing_view_closes_too(http, probe, logs):
    """When a view raises, its connection is closed as well"""
    probe("watch")
    status = [http.get("/report").status_code for _ in range(3)]
    facts = probe("connections")
    assert status == [500] * 3, (
        f"GET /report answered {status[0]}; the task asks to leave it failing with 500, to see what happens then."
    )
    assert facts["opened"] > 0, "GET /report reads the database but opened no connection."
    for _ in range(20):
        if "no such table: sales" in logs():
            break
        time.sleep(0.05)
    assert "no such table: sales" in logs(), (
        "GET /report answered 500, but the program's output does not say that the table sales is missing: the view did not "
        "raise. The task asks to leave it as it is."
    )
    assert facts["open"] == 0, (
        f"The view raised three times, and {facts['open']} connections are still open: what stands at the end of a view "
        "is not reached then. Flask calls functions registered for teardown in any case."
    )


def test_injection_is_refused(new_http, random):
    """No trick in the login or the search becomes part of the SQL"""
    name, _ = random.choice(PEOPLE)
    junk = word(random)
    tricks = [
        (f"{name}' --", junk),
        (f"{name}'/*", junk),
        (f"{junk}' OR '1'='1' --", junk),
        (name, f"{junk}' OR '1'='1"),
        (name, "' OR ''='"),
        (f"{junk}' UNION SELECT '{name}' --", junk),
    ]
    random.shuffle(tricks)
    for trick in tricks:
        client = new_http()
        answer = log_in(client, *trick)
        assert answer.status_code == 401, (
            f"The name {trick[0]!r} with the password {trick[1]!r} was answered with {answer.status_code}; 401 was expected. "
            "What a visitor typed has become part of the SQL. Hand values to execute() separately."
        )
    for query in (f"{junk}%' UNION SELECT name, password FROM users --", f"{junk}' UNION SELECT name, password FROM users --"):
        page = new_http().get("/search", params={"q": query}).text
        assert not any(password in page for _, password in PEOPLE), (
            f"Searching for {query!r} lists the users' passwords. The search, too, has to hand its value to execute() separately."
        )
    for person in PEOPLE:
        assert log_in(new_http(), *person).status_code == 200, f"{person[0]} cannot log in with the right password any more."


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.text, self.field = [], "", None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag == "input" and dict(attrs).get("name") == "q":
            self.field = attrs

    def handle_data(self, data):
        self.text += data


def test_search_is_escaped(http, random):
    """What is typed into the search comes out as text, in the paragraph and in the field"""
    plain = Page(http.get("/search", params={"q": "tea"}).text)
    assert "tea towel" in plain.text and "mug" not in plain.text, "GET /search?q=tea should list teapot and tea towel, not the mug."
    tag, event = word(random), f"on{word(random, 6)}"
    typed = [
        f"<{tag}>hello</{tag}>",
        f'"><{tag}>',
        f"'><{tag}>",
        f"x {event}=alert(1)",
        f'" {event}="alert(1)',
        f"' {event}='alert(1)",
    ]
    random.shuffle(typed)
    # Last: a value that is cut short says less than an attribute that came out of it.
    for query in (*typed, "salt & pepper"):
        answer = http.get("/search", params={"q": query})
        assert answer.status_code == 200, (
            f"Searching for {query!r} answered {answer.status_code}; 200 was expected."
            + (" A quotation mark that breaks the query has become part of the SQL." if "'" in query else "")
        )
        page = Page(answer.text)
        assert tag not in page.tags, f"Searching for {query!r} put an element <{tag}> into the page: markup was not escaped."
        assert page.field is not None, "The search field (an input with the name q) is gone."
        attributes = dict(page.field)
        extra = [name for name, _ in page.field if name.startswith("on")]
        assert not extra, (
            f"Searching for {query!r} gave the field a new attribute, {extra[0]}: escaping does not help where an attribute "
            "has no quotes."
        )
        assert attributes.get("value") == query, (
            f"Searching for {query!r}, the field has the value {attributes.get('value')!r}; it should repeat the query."
        )
        assert query in page.text, f"The page does not repeat {query!r} as text: a reader sees {page.text.strip()[:80]!r}."


def test_debug_follows_the_environment(probe):
    """Debug mode is off, unless FLASK_DEBUG=1 says otherwise"""
    assert probe("debug", None) is False, (
        "app.debug is on although nobody asked for it. On the internet, that is an invitation to run code."
    )
    assert probe("debug", "1") is True, (
        "With FLASK_DEBUG=1, app.debug should be on, but something in app.py sets it. Flask reads the variable by itself."
    )
    assert probe("debug", "0") is False, "With FLASK_DEBUG=0, app.debug should be off."


def test_cookie_flags(new_http, random):
    """The session cookie is HttpOnly and SameSite=Lax"""
    answer = log_in(new_http(), *random.choice(PEOPLE))
    cookies = answer.headers.get_list("set-cookie")
    assert cookies, "Logging in sets no cookie, so the next request cannot know who it comes from. Use session."
    for cookie in cookies:
        flags = cookie_flags(cookie)
        assert "httponly" in flags, f"The cookie {cookie.split('=')[0]} lacks HttpOnly: any script in the page can read it."
        assert "samesite=strict" not in flags, (
            f"The cookie {cookie.split('=')[0]} has SameSite=Strict: whoever follows a link from another site to this one arrives logged "
            "out. Asked for is Lax, which keeps the cookie from forms on other sites and not from links."
        )
        assert "samesite=lax" in flags, (
            f"The cookie {cookie.split('=')[0]} lacks SameSite=Lax: a form on another site would be sent with it."
        )
