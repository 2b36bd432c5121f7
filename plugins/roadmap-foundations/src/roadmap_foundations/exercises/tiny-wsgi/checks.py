"""The application from hello.py over real HTTP, and new applications inside the process."""

import html.parser
import json
import string
from urllib.parse import quote, unquote

import httpx


def word(random, length=8):
    return "".join(random.choices(string.ascii_lowercase, k=length))


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.text, self.title, self.extra = [], "", None, []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag == "p":
            self.title = dict(attrs).get("title")
            self.extra = [name for name, _ in attrs if name != "title"]

    def handle_data(self, data):
        self.text += data


def breach(probe, method, path):
    """What the application does on this request that WSGI forbids, with the cure where one is known; or nothing."""
    facts = probe("referee", method, path)
    if facts["raised"]:
        return f"the exception {facts['raised']} left the application. The server cannot know what to tell the visitor: catch it, and answer 500."
    if not facts["complaint"]:
        return ""
    hint = ""
    if "non-bytestring" in facts["complaint"] or "iterator" in facts["complaint"]:
        hint = " WSGI bodies are iterables of bytes."
    elif "Header" in facts["complaint"] and "type str" in facts["complaint"]:
        hint = " Names and values of headers are texts, also where the value is a number."
    return f"wsgiref.validate says {facts['complaint']!r}.{hint}"


def ask(http, probe, method, path):
    """The answer over HTTP. Where the server could not send what the application returned, the referee says why."""
    as_wsgi = unquote(path).encode().decode("latin-1")
    try:
        answer = http.request(method, path)
    except httpx.TransportError:
        why = breach(probe, method, as_wsgi) or "the referee of the standard library has no complaint. Is Content-Length the number of bytes in the body?"
        raise AssertionError(f"{method} {path}: the server could not send what the application returned: {why}") from None
    if answer.status_code == 500 and (why := breach(probe, method, as_wsgi)):
        raise AssertionError(f"{method} {path}: the 500 came from the server: {why}")
    return answer


def parsed(answer, what):
    try:
        return json.loads(answer.content)
    except ValueError:
        raise AssertionError(
            f"The body of {what} is not JSON in UTF-8: {answer.content[:60]!r}. If its end is missing: a server cuts what is longer than Content-Length says."
        ) from None


def test_plain_text(http, probe, random, expect):
    """A handler's text is answered with 200, as UTF-8 text with its length"""
    answer = ask(http, probe, "GET", "/")
    expect(answer.status_code).equals(200, message="GET / of hello.py should answer 200.")
    expect(answer.text).equals("Tiny is running.", message="The body of GET /.")
    kind = answer.headers.get("content-type", "")
    assert kind.replace(" ", "").lower() == "text/plain;charset=utf-8", f"A str came out as {kind!r}; text/plain; charset=utf-8 was expected."
    expect(answer.headers.get("content-length")).equals("16", message="Content-Length of GET / counts the bytes of the body.")
    text = f"<b>{word(random)}</b>"
    kind = header(inside(probe, "Making an application with one route", "served", text), "content-type") or ""
    assert kind.replace(" ", "").lower() == "text/plain;charset=utf-8", (
        f"A handler returned the str {text!r}, which html() never saw, and it came out as {kind!r}. What a text looks like does not make it HTML; "
        "if it did, whatever a visitor typed could become markup. Only what html() returned is text/html."
    )


def inside(probe, what, function, *args):
    """What the probe found out. What the learner's code raises meanwhile is named as theirs."""
    try:
        return probe(function, *args)
    except probe.Raised as problem:
        where = f" ({problem.place})" if problem.place else ""
        raise AssertionError(f"{what} raised {problem.type}: {problem.message}{where}") from None


def header(facts, name):
    return next((value for key, value in facts["headers"] if key.lower() == name), None)


def test_length_in_bytes(probe, random):
    """Every response with a body carries its length in bytes"""
    letters = word(random) + "é日本"
    responses = {
        f"the text {letters!r}": inside(probe, "Making an application with one route", "served", letters),
        f"html() with {letters!r}": probe("html", "<p>{x}</p>", {"x": letters}),
        "a dict": inside(probe, "Making an application with one route", "served", {letters: letters}),
        "a list": inside(probe, "Making an application with one route", "served", [letters, 1]),
        "a path without a route": probe("ask", "GET", f"/{word(random)}"),
        "a method without a route": probe("ask", "POST", "/"),
        "a handler that raises": probe("ask", "GET", "/broken"),
    }
    for what, facts in responses.items():
        given, length = header(facts, "content-length"), facts["length"]
        where = f"The response for {what} has a body of {length} bytes"
        assert given is not None or not length, f"{where} and no Content-Length."
        if given is not None and str(given) != str(length):
            characters = str(given) == str(len(facts["body"]))
            raise AssertionError(
                f"{where}, and its Content-Length is {given}"
                + (": that is the number of its characters. Content-Length counts bytes; encode first, then measure." if characters else ".")
            )


def test_parameters(http, probe, random, expect):
    """Path parameters reach the handler as text, whatever the alphabet"""
    for author in (word(random), word(random) + "é", "日本" + word(random), f"{word(random)} {word(random)}", f"{word(random)}%41%C3%A9"):
        title = word(random)
        answer = ask(http, probe, "GET", f"/notes/{quote(author)}/{title}")
        assert answer.status_code == 200, f"GET /notes/{author}/{title} answered {answer.status_code}; a route fits it."
        got = parsed(answer, f"GET /notes/{author}/{title}")
        assert isinstance(got, dict), f"The note at /notes/{author}/{title} is a dict in hello.py, and came out as {got!r}."
        expect(got.get("author")).equals(
            author,
            if_equals=[
                (author.encode().decode("latin-1"), "WSGI hands over the path's bytes as if they were Latin-1. Turn them back into bytes, and read those as UTF-8."),
                (unquote(author), "The path was percent-decoded twice. The server has done that already: what looks encoded in PATH_INFO is what the visitor meant."),
            ],
            message="The parameter author is not what stood in the path.",
        )
        expect(got.get("title")).equals(title, message="The parameter title is not what stood in the path.")


def test_json(http, probe, random, expect):
    """A dict or a list is answered as JSON, with its length in bytes"""
    facts = probe("ask", "GET", "/languages")
    # Asked inside the process: a server cuts what is longer than its Content-Length says.
    expect(header(facts, "content-length")).equals(str(facts["length"]), message="Content-Length counts bytes, not characters; encode first, then measure.")
    answer = ask(http, probe, "GET", "/languages")
    expect(answer.headers.get("content-type", "").partition(";")[0]).equals("application/json", message="A list should be sent as JSON.")
    expect(parsed(answer, "GET /languages")).equals(["Python", "Español", "日本語"], message="The JSON of GET /languages.")
    title = word(random)
    expect(parsed(ask(http, probe, "GET", f"/notes/ann/{title}"), "a dict")).equals({"author": "ann", "title": title}, message="The JSON of a dict.")


def test_unknown_path(http, probe, random, expect):
    """A path without a route is answered with 404"""
    for path in (f"/{word(random)}", f"/hello/{word(random)}/more", "/hello/", f"/notes/{word(random)}", f"/x/hello/{word(random)}"):
        expect(ask(http, probe, "GET", path).status_code).equals(
            404,
            if_equals={405: f"No pattern fits {path}, and so there is no method that would work there: 405 is for a path that some route fits."},
            message=f"No pattern fits all of {path}: a parameter is one segment, never empty.",
        )


def test_patterns_are_literal(http, probe, random, expect):
    """All of a pattern but its parameters is literal"""
    expect(ask(http, probe, "GET", "/robots.txt").status_code).equals(200, message="GET /robots.txt has a route.")
    letter = random.choice(string.ascii_lowercase)
    expect(ask(http, probe, "GET", f"/robots{letter}txt").status_code).equals(
        404,
        if_equals={405: f"No pattern fits /robots{letter}txt, and so there is no method that would work there: 405 is for a path that some route fits."},
        message=f"/robots{letter}txt was taken for /robots.txt: in a regular expression a dot fits any character. Escape the literal parts.",
    )


def test_wrong_method(http, probe, random, expect):
    """A known path with a wrong method is answered with 405 and Allow"""
    cases = [("POST", f"/hello/{word(random)}", "GET, HEAD"), ("PATCH", f"/notes/{word(random)}/{word(random)}", "DELETE, GET, HEAD, PUT")]
    random.shuffle(cases)
    for method, path, allow in cases:
        answer = ask(http, probe, method, path)
        expect(answer.status_code).equals(
            405,
            if_equals={404: f"{method} {path} answered 404, but the path exists: 405, with an Allow header that says what would work."},
            message=f"{method} {path} has no route, but its path has.",
        )
        expect(answer.headers.get("allow")).equals(
            allow, message="Allow should list the methods of all routes that fit the path, in alphabetical order; HEAD works wherever GET does."
        )
    path = f"/notes/{word(random)}/{word(random)}"
    expect(ask(http, probe, "PUT", path).status_code).equals(200, message="Two routes share one pattern: PUT belongs to the second.")


def test_html_is_escaped(http, probe, random, expect):
    """html() escapes its values, in text and in attributes"""
    tag = word(random)
    for name in (f"<{tag}>", f'"><{tag}>', f'" on{tag}="1', f"' on{tag}='1", "salt&amp;pepper"):
        answer = ask(http, probe, "GET", "/hello/" + quote(name))
        expect(answer.status_code).equals(200, message=f"GET /hello/… for the name {name!r}.")
        kind = answer.headers.get("content-type", "").replace(" ", "").lower()
        assert kind == "text/html;charset=utf-8", f"What html() returned came out as {kind!r}; text/html; charset=utf-8 was expected."
        page = Page(answer.text)
        assert "p" in page.tags, (
            f"The page for the name {name!r} has no element <p> any more, and begins with {answer.text[:40]!r}: the template was escaped, too. It is trusted; "
            "escape each value, and put the results into the template."
        )
        assert tag not in page.tags, f"Visiting as {name!r} put an element <{tag}> into the page: a value became markup."
        assert not page.extra, f"Visiting as {name!r} gave the paragraph an attribute {page.extra[0]}: quotation marks became markup."
        expect(page.title).equals(name, message="A reader should see in the attribute what was typed.")
        assert f"Hello, {name}!" in page.text, f"A reader of the page sees {page.text.strip()[:60]!r} for the name {name!r}."
    single = probe("html", "<p title='{x}'>", {"x": f"' on{tag}='1"})["body"]
    assert f"on{tag}" not in dict(attributes(single)), "A single quotation mark in a value ended an attribute: escape ' as well."
    expect(probe("html", "<b>{n}</b>", {"n": 7})["body"]).equals("<b>7</b>", message="Values may be numbers; the template's own markup stays.")


def attributes(text):
    found = []
    parser = html.parser.HTMLParser()
    parser.handle_starttag = lambda tag, attrs: found.extend(attrs)
    parser.feed(text)
    return found


def test_head(probe, random, expect):
    """HEAD answers as GET does, without a body"""
    path = f"/hello/{word(random)}"
    text = word(random)
    exchanges = {
        path: [probe("ask", method, path) for method in ("GET", "HEAD")],
        "a path without a route": [probe("ask", method, f"/{text}") for method in ("GET", "HEAD")],
        "a path that has a route for POST only": [inside(probe, "Making an application with one route", "served", text, method, ["POST"]) for method in ("GET", "HEAD")],
        "a handler that raises": [probe("ask", method, "/broken") for method in ("GET", "HEAD")],
    }
    for what, (get, head) in exchanges.items():
        expect(head["status"]).equals(get["status"], message=f"HEAD should have the status of GET, here for {what}.")
        expect(head["body"]).equals("", message=f"HEAD should have no body, whatever the status is; here it is {head['status']}, for {what}.")
        expect(sorted(head["headers"])).equals(sorted(get["headers"]), message=f"HEAD should have the headers of GET, Content-Length included, here for {what}.")
    assert exchanges[path][0]["body"], f"GET {path} has no body."


def test_failing_handler(http, probe, expect):
    """A handler that raises is answered with 500, and only the log says why"""
    answer = ask(http, probe, "GET", "/broken")
    expect(answer.status_code).equals(500, message="GET /broken raises a KeyError.")
    for leak in ("Traceback", "KeyError", "secret ingredient"):
        assert leak not in answer.text, f"The body of the 500 contains {leak!r}: the traceback is for you, not for the visitor."
    expect(probe("ask", "GET", "/broken")["raised"]).equals(None, message="The exception left the application; the server should get a 500.")
    log = probe("ask", "GET", "/broken")["errors"]
    assert "secret ingredient" in log and "Traceback" in log, "environ['wsgi.errors'] got no traceback: nobody will ever know what went wrong."
    expect(ask(http, probe, "GET", "/").status_code).equals(200, message="After a failure, the next request should be served.")


def test_applications_are_apart(probe, random):
    """Two applications in one process do not share routes"""
    mine, other = f"/{word(random)}", f"/{word(random)}"
    facts = inside(probe, "Making two applications with Tiny() and route()", "two_applications", mine, other)
    assert facts["own"] == ["200 OK", "200 OK"], f"Each application should answer its own route; they answered {facts['own']}."
    shared = [status for status in facts["foreign"] if status and status.startswith("200")]
    assert not shared, f"Two Tiny applications answered each other's paths with {facts['foreign']}: they share routes. Keep them on the instance."
    assert all(status and status.startswith("404") for status in facts["foreign"]), (
        f"Two Tiny applications were asked for paths that only the other has, and answered with {facts['foreign']}. No route fits there, so it should be 404; only routes that fit the path count for 405."
    )


def test_first_route_wins(probe, random, expect):
    """Of several routes that fit, the first one registered answers"""
    expect(inside(probe, "Making an application with two routes", "overlapping", word(random))).equals(["first", "second"], message="Routes should be tried in the order of their registration.")


def test_keeps_the_agreement(probe, random):
    """The referee of the standard library finds nothing to complain about"""
    for method, path in (("GET", "/"), ("HEAD", "/"), ("GET", f"/hello/{word(random)}"), ("GET", f"/{word(random)}"), ("POST", "/"), ("GET", "/broken"), ("GET", "/languages")):
        complaint = breach(probe, method, path)
        assert not complaint, f"{method} {path}: {complaint}"
