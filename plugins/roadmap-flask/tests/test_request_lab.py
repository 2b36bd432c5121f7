"""The lab with the real sandbox: what a visitor learns about an exchange, and what a hostile program gets."""

from __future__ import annotations

import pytest

LAB = "/learn/flask/request-lab"
pytestmark = pytest.mark.sandbox


def send(app, example=1, **fields):
    form = app.get(f"{LAB}?example={example}").forms["lab"]
    for name, value in fields.items():
        form[name] = value
    return form.submit()


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, ["200 OK", "Good morning, Ada!", "The rule /hello/&lt;name&gt; matches.", "matched"]),
        (2, ["201 CREATED", "/api/books/3", "api.add_book", "Mansfield Park", "added "]),
        (3, ["405 METHOD NOT ALLOWED", "Allow", "not the method"]),
        (4, ["308 PERMANENT REDIRECT", "The rule ends with a slash"]),
        (5, ["404 NOT FOUND", "No rule matches this path"]),
        (6, ["200 OK", "The body is empty"]),
        (7, ["200 OK", "Allow", "api.add_book"]),
        (8, ["500 INTERNAL SERVER ERROR", "ZeroDivisionError", "app.py&#34;, line"]),
    ],
)
def test_examples_show_what_they_promise(site, number, words):
    page = send(site, number)
    for word in words:
        assert word in page.text, (word, page.html.find(id="result").parent.get_text(" ", strip=True))


def test_the_form_keeps_what_was_sent(site):
    page = send(site, path="/hello/<b>you", headers="X-A: 1")
    assert page.forms["lab"]["path"].value == "/hello/<b>you"
    assert page.forms["lab"]["headers"].value.strip() == "X-A: 1"
    assert "Hello, &lt;b&gt;you!" in page.text
    assert "<b>you" not in page.text
    assert "X-A: 1" in page.text
    assert page.forms["lab"]["example"].value == "1"
    assert "the query string plays no part in the match" in page.text


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("def broken(:\n", "SyntaxError"),
        ("import nothing_like_this\n", "ModuleNotFoundError"),
        ("print('no app here')\n", "app"),
        ("import os\nos._exit(3)\n", "3"),
        ("while True:\n    pass\n", ""),
    ],
)
def test_a_program_that_does_not_start_is_explained(site, source, words):
    page = send(site, source=source)
    assert page.status_int == 200
    assert words in page.text
    assert page.forms["lab"]["source"].value.strip() == source.strip()


HOSTILE = {
    "hangs": "import time\n    time.sleep(60)\n    return ''",
    "endless": "return app.response_class(iter(lambda: b'x' * 1000, None), mimetype='text/plain')",
    "binary": "return bytes(range(256)), 200, {'Content-Type': 'application/octet-stream'}",
    "exits": "import os\n    os._exit(0)",
    "no map": "global app\n    app.url_map = None\n    return 'x'",
    "many headers": "return 'x', 200, [(f'X-{n}', '<script>') for n in range(90)]",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_program_gets_a_page_and_no_more(site, name):
    source = f"from flask import Flask\n\napp = Flask(__name__)\n\n\n@app.get('/')\ndef index():\n    {HOSTILE[name]}\n"
    page = send(site, source=source, path="/")
    assert page.status_int == 200
    assert "<script>" not in page.text.replace("<script>\n", "")


def test_a_plain_wsgi_program_works_without_a_map(site):
    source = "def app(environ, start_response):\n    start_response('200 OK', [])\n    return [b'plain']\n"
    page = send(site, source=source, path="/anything")
    assert "200 OK" in page.text and "plain" in page.text
    assert "no URL map to show" in page.text


def test_the_path_goes_out_as_written(site):
    page = send(site, path="/hello/../api/%62ooks/1?a=//")
    assert "GET /hello/../api/%62ooks/1?a=// HTTP/1.1" in page.text


def test_too_many_requests_are_told_to_wait_and_lose_nothing(roadmap_make_app):
    site = roadmap_make_app(rate_submissions=1)
    form = site.get(LAB).forms["lab"]
    form["path"] = "/hello/mine"
    # The first one makes a visitor, the second takes what that visitor has in this minute.
    form.submit(status=200)
    form.submit(status=200)
    page = form.submit(status=429)
    assert "try again" in page.text
    assert page.forms["lab"]["path"].value == "/hello/mine"
    assert int(page.headers["Retry-After"]) > 0
    page = site.post(f"/de{LAB}", {"source": form["source"].value, "method": "GET", "path": "/"}, status=429)
    assert "Sekunden" in page.text


def test_without_a_sandbox_the_page_says_so(roadmap_make_app):
    page = send(roadmap_make_app(runner="off"), path="/hello/mine")
    assert page.forms["lab"]["path"].value == "/hello/mine"
    assert "verdict-unavailable" in page.text
