"""Follow a request, with the real sandbox: every door is seen, in order, and what is shown is what went through."""

from __future__ import annotations

import pytest
from roadmap_foundations.following.asking import EXAMPLES
from roadmap_foundations.following.steps import readable, steps_of

REQUEST = ("GET /books/3 HTTP/1.1", "Host: shop.example", "Accept: application/json", "Connection: close", "")
VIEW = "/learn/foundations/follow-a-request"
WHOLE_WAY = [
    "Client",
    "Server",
    "Agreement",
    "Framework",
    "Your code",
    "Database",
    "Your code",
    "Agreement",
    "Server",
    "Client",
]


def send(site, example=1, **fields):
    form = site.get(f"{VIEW}?example={example}").forms["lab"]
    for name, value in fields.items():
        form[name] = value
    return form.submit()


def layers(page):
    """The layers of the steps, each once where it goes on."""
    found = [step.select_one(".step-layer").text for step in page.html.select(".step")]
    return [layer for number, layer in enumerate(found) if number == 0 or layer != found[number - 1]]


def shown(page, caption):
    return [f.pre.text for f in page.html.select(".step figure") if f.figcaption.text == caption]


def test_the_form_is_the_same_for_everyone(site):
    page = site.get(VIEW)
    assert page.text == site.get(VIEW).text
    assert "Nothing has been sent yet" in page.text
    assert len(page.html.select("nav ol li")) >= len(EXAMPLES)


@pytest.mark.sandbox
@pytest.mark.parametrize("agreement", ["wsgi", "asgi"])
def test_a_request_is_followed_to_the_database_and_back(site, agreement):
    page = send(site, agreement=agreement, path="/books/3")
    assert "No answer" not in page.text
    way = layers(page)
    # The server may write head and body apart, and the framework hand them over one by one.
    assert way[: way.index("Database") + 2] == WHOLE_WAY[:7]
    assert way[-1] == "Client" and way[-2] == "Server" and "Agreement" in way[7:]
    (sent,), (received, *_) = shown(page, "Bytes into the socket")[:1], shown(page, "Bytes from the socket")[:1]
    assert sent == received == "\n".join(f"{line}\\r\\n" for line in REQUEST)
    assert shown(page, "Arguments") == ["number: int = 3"]
    assert shown(page, "Executed") == ["SELECT title, cents FROM books WHERE id = 3"]
    assert shown(page, "Rows") == ["('Sanditon', 620)"]
    answer = shown(page, "Bytes from the socket")[-1]
    assert answer.startswith("HTTP/1.1 200 OK\\r\\n") and "Sanditon" in answer


@pytest.mark.sandbox
def test_the_agreements_differ_where_they_should(site):
    wsgi, asgi = (send(site, example=2, agreement=name) for name in ("wsgi", "asgi"))
    assert "REQUEST_METHOD = 'POST'" in shown(wsgi, "environ")[0]
    assert "method = 'POST'" in shown(asgi, "scope")[0]
    assert shown(asgi, "Message") and not shown(wsgi, "Message")
    for page in (wsgi, asgi):
        assert shown(page, "Executed")[0].splitlines()[0] == "BEGIN"
        assert "Location: /books/4" in shown(page, "Headers")[0] or "location: /books/4" in shown(page, "Headers")[0]


@pytest.mark.sandbox
@pytest.mark.parametrize("agreement", ["wsgi", "asgi"])
@pytest.mark.parametrize(
    ("example", "missing", "status"),
    [(3, None, "404"), (4, "Your code", "404"), (5, "Your code", "405"), (6, "Database", "4")],
)
def test_examples_end_where_they_promise(site, agreement, example, missing, status):
    page = send(site, example, agreement=agreement)
    assert shown(page, "Status")[0].startswith(status)
    assert missing is None or missing not in layers(page)


@pytest.mark.sandbox
def test_nothing_of_the_request_becomes_part_of_the_page(site):
    page = send(site, path="/books/<script>x", body="<script>y")
    assert "<script>x" not in page.text and "<script>y" not in page.text
    assert "%3Cscript%3Ex" in page.text or "&lt;script&gt;x" in page.text


@pytest.mark.sandbox
def test_times_are_in_order_and_begin_at_nothing(site):
    page = send(site)
    times = [float(when.text.split()[0]) for when in page.html.select(".step-when")]
    assert times[0] == 0 and times == sorted(times) and times[-1] > 0


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"path": "books"}, "begins with a slash"),
        ({"path": "/" + "x" * 300}, "at most 200 characters"),
        ({"body": "x" * 1001}, "longer than 1000 bytes"),
    ],
)
def test_what_cannot_be_sent_is_explained_and_kept(site, fields, words):
    form = site.get(VIEW).forms["lab"]
    for name, value in fields.items():
        form[name] = value
    page = form.submit(status=422)
    assert words in page.text
    for name, value in fields.items():
        assert page.forms["lab"][name].value.strip() == value


def test_an_unknown_agreement_or_method_is_refused(site):
    page = site.post(VIEW, {"agreement": "cgi", "method": "BREW", "path": "/", "body": ""}, status=422)
    assert "Choose WSGI or ASGI" in page.text and "Choose one of GET" in page.text


def test_too_many_requests_are_told_to_wait(roadmap_make_app):
    site = roadmap_make_app(rate_submissions=1)
    form = site.get(VIEW).forms["lab"]
    form.submit(status=200)
    form.submit(status=200)
    page = form.submit(status=429)
    assert "try again" in page.text and int(page.headers["Retry-After"]) > 0


def test_without_a_sandbox_the_page_says_so(roadmap_make_app):
    assert "verdict-unavailable" in send(roadmap_make_app(runner="off")).text


def test_bytes_can_be_read():
    assert readable(b"A\r\n\x00\xff\\\t") == "A\\r\\n\n\\x00\\xff\\\\\\t"
    assert steps_of(None, "wsgi") == () == steps_of({"steps": []}, "wsgi")
