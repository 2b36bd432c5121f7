"""The application from hello.py over real HTTP, and new applications inside the process."""

import html.parser
import json
import string


def word(random, length=8):
    return "".join(random.choices(string.ascii_lowercase, k=length))


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.text, self.title = [], "", None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag == "p":
            self.title = dict(attrs).get("title")
            self.extra = [name for name, _ in attrs if name != "title"]

    def handle_data(self, data):
        self.text += data


def test_plain_text(http, expect):
    """A handler's text is answered with 200, as UTF-8 text with its length"""
    answer = http.get("/")
    expect(answer.status_code).equals(200, message="GET / of hello.py should answer 200.")
    expect(answer.text).equals("Tiny is running.", message="The body of GET /.")
    kind = answer.headers.get("content-type", "")
    assert kind.replace(" ", "").lower() == "text/plain;charset=utf-8", f"A str came out as {kind!r}; text/plain; charset=utf-8 was expected."
    expect(answer.headers.get("content-length")).equals("16", message="Content-Length of GET / counts the bytes of the body.")


def test_parameters(http, random, expect):
    """Path parameters reach the handler as text, whatever the alphabet"""
    for author in (word(random), word(random) + "é", "日本" + word(random), f"{word(random)} {word(random)}"):
        title = word(random)
        answer = http.get(f"/notes/{author}/{title}")
        assert answer.status_code == 200, f"GET /notes/{author}/{title} answered {answer.status_code}; a route fits it."
        got = answer.json().get("author")
        expect(got).equals(
            author,
            if_equals=[(author.encode().decode("latin-1"), "WSGI hands over the path's bytes as if they were Latin-1. Turn them back into bytes, and read those as UTF-8.")],
            message="The parameter author is not what stood in the path.",
        )
        expect(answer.json().get("title")).equals(title, message="The parameter title is not what stood in the path.")


def test_json(http, random, expect):
    """A dict or a list is answered as JSON, with its length in bytes"""
    answer = http.get("/languages")
    expect(answer.headers.get("content-type", "").partition(";")[0]).equals("application/json", message="A list should be sent as JSON.")
    expect(answer.headers.get("content-length")).equals(
        str(len(answer.content)), message="Content-Length counts bytes, not characters; encode first, then measure."
    )
    expect(json.loads(answer.content)).equals(["Python", "Español", "日本語"], message="The JSON of GET /languages.")
    title = word(random)
    expect(http.get(f"/notes/ann/{title}").json()).equals({"author": "ann", "title": title}, message="The JSON of a dict.")


def test_unknown_path(http, random, expect):
    """A path without a route is answered with 404"""
    for path in (f"/{word(random)}", f"/hello/{word(random)}/more", "/hello/", f"/notes/{word(random)}", f"/x/hello/{word(random)}"):
        expect(http.get(path).status_code).equals(404, message=f"No pattern fits all of {path}: a parameter is one segment, never empty.")


def test_patterns_are_literal(http, random, expect):
    """All of a pattern but its parameters is literal"""
    expect(http.get("/robots.txt").status_code).equals(200, message="GET /robots.txt has a route.")
    letter = random.choice(string.ascii_lowercase)
    expect(http.get(f"/robots{letter}txt").status_code).equals(
        404, message=f"/robots{letter}txt was taken for /robots.txt: in a regular expression a dot fits any character. Escape the literal parts."
    )


def test_wrong_method(http, random, expect):
    """A known path with a wrong method is answered with 405 and Allow"""
    cases = [("POST", f"/hello/{word(random)}", "GET, HEAD"), ("PATCH", f"/notes/{word(random)}/{word(random)}", "DELETE, GET, HEAD, PUT")]
    random.shuffle(cases)
    for method, path, allow in cases:
        answer = http.request(method, path)
        expect(answer.status_code).equals(
            405,
            if_equals={404: f"{method} {path} answered 404, but the path exists: 405, with an Allow header that says what would work."},
            message=f"{method} {path} has no route, but its path has.",
        )
        expect(answer.headers.get("allow")).equals(
            allow, message="Allow should list the methods of all routes that fit the path, in alphabetical order; HEAD works wherever GET does."
        )
    path = f"/notes/{word(random)}/{word(random)}"
    expect(http.put(path).status_code).equals(200, message="Two routes share one pattern: PUT belongs to the second.")


def test_html_is_escaped(http, probe, random, expect):
    """html() escapes its values, in text and in attributes"""
    tag = word(random)
    for name in (f"<{tag}>", f'"><{tag}>', f'" on{tag}="1', f"' on{tag}='1", "salt&amp;pepper"):
        answer = http.get("/hello/" + name.replace("<", "%3C").replace(">", "%3E").replace('"', "%22").replace("&", "%26"))
        expect(answer.status_code).equals(200, message=f"GET /hello/… for the name {name!r}.")
        kind = answer.headers.get("content-type", "").replace(" ", "").lower()
        assert kind == "text/html;charset=utf-8", f"What html() returned came out as {kind!r}; text/html; charset=utf-8 was expected."
        page = Page(answer.text)
        assert tag not in page.tags, f"Visiting as {name!r} put an element <{tag}> into the page: a value became markup."
        assert not page.extra, f"Visiting as {name!r} gave the paragraph an attribute {page.extra[0]}: quotation marks became markup."
        expect(page.title).equals(name, message="A reader should see in the attribute what was typed.")
        assert f"Hello, {name}!" in page.text, f"A reader of the page sees {page.text.strip()[:60]!r} for the name {name!r}."
    single = probe("html", "<p title='{x}'>", {"x": f"' on{tag}='1"})
    assert f"on{tag}" not in dict(attributes(single)), "A single quotation mark in a value ended an attribute: escape ' as well."
    expect(probe("html", "<b>{n}</b>", {"n": 7})).equals("<b>7</b>", message="Values may be numbers; the template's own markup stays.")


def attributes(text):
    found = []
    parser = html.parser.HTMLParser()
    parser.handle_starttag = lambda tag, attrs: found.extend(attrs)
    parser.feed(text)
    return found


def test_head(probe, random, expect):
    """HEAD answers as GET does, without a body"""
    path = f"/hello/{word(random)}"
    get, head = probe("ask", "GET", path), probe("ask", "HEAD", path)
    expect(head["status"]).equals(get["status"], message="HEAD should have the status of GET.")
    expect(head["body"]).equals("", message="HEAD should have no body.")
    expect(sorted(head["headers"])).equals(sorted(get["headers"]), message="HEAD should have the headers of GET, Content-Length included.")
    assert get["body"], f"GET {path} has no body."


def test_failing_handler(http, probe, expect):
    """A handler that raises is answered with 500, and only the log says why"""
    answer = http.get("/broken")
    expect(answer.status_code).equals(500, message="GET /broken raises a KeyError.")
    for leak in ("Traceback", "KeyError", "secret ingredient"):
        assert leak not in answer.text, f"The body of the 500 contains {leak!r}: the traceback is for you, not for the visitor."
    expect(probe("ask", "GET", "/broken")["raised"]).equals(None, message="The exception left the application; the server should get a 500.")
    log = probe("ask", "GET", "/broken")["errors"]
    assert "secret ingredient" in log and "Traceback" in log, "environ['wsgi.errors'] got no traceback: nobody will ever know what went wrong."
    expect(http.get("/").status_code).equals(200, message="After a failure, the next request should be served.")


def test_applications_are_apart(probe, random):
    """Two applications in one process do not share routes"""
    mine, other = f"/{word(random)}", f"/{word(random)}"
    facts = probe("two_applications", mine, other)
    assert facts["own"] == ["200 OK", "200 OK"], f"Each application should answer its own route; they answered {facts['own']}."
    assert all(status.startswith("404") for status in facts["foreign"]), (
        f"Two Tiny applications answered each other's paths with {facts['foreign']}: they share routes. Keep them on the instance."
    )


def test_first_route_wins(probe, random, expect):
    """Of several routes that fit, the first one registered answers"""
    expect(probe("overlapping", word(random))).equals(["first", "second"], message="Routes should be tried in the order of their registration.")


def test_keeps_the_agreement(probe, random):
    """The referee of the standard library finds nothing to complain about"""
    for method, path in (("GET", "/"), ("HEAD", "/"), ("GET", f"/hello/{word(random)}"), ("GET", f"/{word(random)}"), ("POST", "/"), ("GET", "/broken"), ("GET", "/languages")):
        complaint = probe("referee", method, path)
        hint = " WSGI bodies are iterables of bytes." if "iterable" in complaint or "bytes" in complaint or "str" in complaint else ""
        assert not complaint, f"{method} {path}: wsgiref.validate says {complaint!r}.{hint}"
