"""The lab with the real sandbox: what a visitor learns about an endpoint, and what a hostile program gets."""

from __future__ import annotations

import pytest

LAB = "/learn/fastapi/types-to-docs"
pytestmark = pytest.mark.sandbox


def send(app, example=1, **fields):
    form = app.get(f"{LAB}?example={example}").forms["lab"]
    for name, value in fields.items():
        form[name] = value
    return form.submit()


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (
            1,
            ["201 Created", "422 Unprocessable", "body.name", "body.grams", "body.price", "body: Tea", "OpenAPI 3.1"],
        ),
        (2, ["200 OK", "path.shop", "query.limit", "query.order", "shop (path, required)"]),
        (3, ["200 OK", "500 Internal Server Error", "does not fit its response model", "ResponseValidationError"]),
        (4, ["201 Created", "the total is not the sum of the prices", "discriminator"]),
        (5, ["200 OK", "403 Forbidden", "Not a key of this shop", "securitySchemes"]),
    ],
)
def test_examples_show_what_they_promise(site, number, words):
    page = send(site, number)
    for word in words:
        assert word in page.text, (word, page.html.find(id="result").parent.get_text(" ", strip=True))


def test_the_same_change_arrives_in_all_places(site):
    source = site.get(LAB).forms["lab"]["source"].value.replace("le=1000", "le=4711")
    page = send(site, source=source)
    document, answers = page.text.split("OpenAPI 3.1.0")
    assert "less than or equal to 4711" in document
    assert "4711" in answers


def test_what_stays_in_is_not_shown(site):
    answer = send(site, 3).html.find(id="result").parent.get_text(" ")
    good = answer.partition("The good request")[2].partition("The bad request")[0]
    assert "Assam" in good and "purchase_price" not in good


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("def broken(:\n", "SyntaxError"),
        ("import nothing_like_this\n", "ModuleNotFoundError"),
        ("print('no app here')\n", "app"),
        ("import os\nos._exit(3)\n", "3"),
    ],
)
def test_a_program_that_does_not_start_is_explained(site, source, words):
    page = send(site, source=source)
    assert page.status_int == 200
    assert words in page.text
    assert page.forms["lab"]["source"].value.strip() == source.strip()


HOSTILE = {
    "hangs": "import time\n    time.sleep(60)",
    "endless": "from fastapi import responses\n    return responses.StreamingResponse(iter(lambda: b'x' * 1000, None))",
    "binary": "from fastapi import Response\n    return Response(bytes(range(256)))",
    "exits": "import os\n    os._exit(0)",
    "markup": "return '<script>alert(1)</script>'",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_program_gets_a_page_and_no_more(site, name):
    source = f"from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get('/')\ndef index():\n    {HOSTILE[name]}\n"
    page = send(site, 2, source=source, good_path="/", bad_path="/")
    assert page.status_int == 200
    assert "<script>alert" not in page.text


def test_markup_in_a_document_stays_text(site):
    source = "from fastapi import FastAPI\n\napp = FastAPI(title='</samp><script>alert(1)</script>')\n"
    page = send(site, 2, source=source)
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert" in page.text


def test_a_plain_asgi_program_works_without_a_document(site):
    source = (
        "async def app(scope, receive, send):\n"
        "    await send({'type': 'http.response.start', 'status': 200, 'headers': []})\n"
        "    await send({'type': 'http.response.body', 'body': b'plain'})\n"
    )
    page = send(site, 2, source=source)
    assert "200 OK" in page.text and "plain" in page.text
    assert "no OpenAPI document" in page.text


def test_too_many_requests_are_told_to_wait_and_lose_nothing(roadmap_make_app):
    site = roadmap_make_app(rate_submissions=1)
    form = site.get(LAB).forms["lab"]
    form["good_path"] = "/mine"
    # The first one makes a visitor, the second takes what that visitor has in this minute.
    form.submit(status=200)
    form.submit(status=200)
    page = form.submit(status=429)
    assert "try again" in page.text
    assert page.forms["lab"]["good_path"].value == "/mine"
    assert int(page.headers["Retry-After"]) > 0


def test_without_a_sandbox_the_page_says_so(roadmap_make_app):
    page = send(roadmap_make_app(runner="off"), good_path="/mine")
    assert page.forms["lab"]["good_path"].value == "/mine"
    assert "verdict-unavailable" in page.text
