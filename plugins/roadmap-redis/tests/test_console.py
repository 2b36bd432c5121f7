"""The console from a visitor's side: a form, a real server behind it, and what is kept between two visits."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from roadmap_redis.console.examples import EXAMPLES
from webtest import TestApp, TestResponse

URL = "/learn/redis/console"


def send(app: TestApp, text: str, action: str = "send") -> TestResponse:
    return app.post(URL, {"commands": text, "action": action})


def replies(page: TestResponse) -> list[str]:
    return [item.get_text() for item in page.html.select(".console-reply, .console-refused")]


def rows(page: TestResponse) -> list[list[str]]:
    return [[cell.get_text() for cell in row.find_all("td")] for row in page.html.select("tbody tr")]


def test_the_page_is_the_same_for_everyone(roadmap_app: TestApp) -> None:
    first = roadmap_app.get(URL)
    assert first.body == roadmap_app.get(URL).body
    assert "Set-Cookie" not in first.headers
    assert 'SET greeting "Hello, Redis"' in first.forms["lab"]["commands"].value
    assert "<script>" not in first.text
    assert "style=" not in first.text


@pytest.mark.parametrize("number", ["2", "0", "99", "-1", "x", "²", "9" * 5000])
def test_examples_can_be_loaded(roadmap_app: TestApp, number: str) -> None:
    page = roadmap_app.get(URL, {"example": number})
    assert ("product:7" in page.forms["lab"]["commands"].value) == (number == "2")


def test_the_section_lists_the_console(roadmap_app: TestApp) -> None:
    assert URL in roadmap_app.get("/learn/redis").text


def test_too_much_is_refused_without_a_run(roadmap_app: TestApp) -> None:
    page = roadmap_app.post(URL, {"commands": "PING\n" * 101, "action": "send"}, status=422)
    assert "up to 100 at once" in page
    page = roadmap_app.post(URL, {"commands": "x" * 20_001, "action": "send"}, status=422)
    assert "20,000" in page


def test_without_a_runner_the_page_says_so(roadmap_make_app: Callable[..., TestApp]) -> None:
    app = roadmap_make_app(runner="off")
    page = send(app, "PING")
    assert "Nothing was sent" in page
    assert page.forms["lab"]["commands"].value == "PING"


@pytest.mark.sandbox
def test_a_conversation(roadmap_app: TestApp) -> None:
    page = send(
        roadmap_app,
        'SET greeting "Hello, <Redis>"\nGET greeting\nGET nothing\nINCR n\nRPUSH l a b\nLRANGE l 0 -1\nINCR l',
    )
    assert replies(page) == [
        "OK",
        '"Hello, <Redis>"',
        "(nil)",
        "(integer) 1",
        "(integer) 2",
        '1) "a"\n2) "b"',
        "(error) WRONGTYPE Operation against a key holding the wrong kind of value",
    ]
    assert "no-store" in page.headers["Cache-Control"]
    assert rows(page) == [
        ["greeting", "string", "no limit", "14 bytes", '"Hello, <Redis>"'],
        ["l", "list", "no limit", "2 elements", '"a", "b"'],
        ["n", "string", "no limit", "1 byte", '"1"'],
    ]


@pytest.mark.sandbox
def test_keys_are_there_at_the_next_visit_until_one_starts_over(roadmap_app: TestApp) -> None:
    send(roadmap_app, "SET kept yes EX 500\nSELECT 3\nSADD other x")
    page = send(roadmap_app, "anything", action="look")
    assert replies(page) == []
    assert [row[1] for row in rows(page)] == ["kept", "other"]
    assert [row[0] for row in rows(page)] == ["0", "3"]
    assert "min" in rows(page)[0][3]
    send(roadmap_app, "", action="empty")
    assert "There are no keys" in send(roadmap_app, "GET kept")


@pytest.mark.sandbox
def test_two_visitors_have_two_servers(roadmap_app: TestApp) -> None:
    send(roadmap_app, "SET mine 1")
    roadmap_app.reset()  # another browser
    assert replies(send(roadmap_app, "GET mine")) == ["(nil)"]


@pytest.mark.sandbox
def test_transactions_databases_and_scripts(roadmap_app: TestApp) -> None:
    page = send(
        roadmap_app, "MULTI\nSET a 1\nINCR a\nEXEC\nSELECT 2\nGET a\nEVAL \"return {1, 'two', {3}}\" 0\nMULTI\nSET b 1"
    )
    assert replies(page) == [
        "OK",
        "QUEUED",
        "QUEUED",
        "1) OK\n2) (integer) 2",
        "OK",
        "(nil)",
        '1) (integer) 1\n2) "two"\n3) 1) (integer) 3',
        "OK",
        "QUEUED",
    ]
    assert "redis[2]> " in page.text.replace("&gt;", ">")
    assert "A transaction was still open" in page


@pytest.mark.sandbox
def test_what_is_not_sent_has_plain_words_and_the_rest_goes_on(roadmap_app: TestApp) -> None:
    page = send(roadmap_app, '# a comment\nBLPOP q 0\nSHUTDOWN\nGET "open\n""\nPING\nNOSUCH x\nGET')
    assert [text.split(" ")[0] for text in replies(page)] == [
        "Not",
        "Not",
        "Not",
        "(error)",
        "PONG",
        "(error)",
        "(error)",
    ]
    assert "has no end" in page


@pytest.mark.sandbox
def test_large_replies_are_cut(roadmap_app: TestApp) -> None:
    page = send(
        roadmap_app,
        "SETRANGE big 300000 x\nGET big\nEVAL \"for i = 1, 5000 do redis.call('SET', 'k' .. i, i) end\" 0\nKEYS *",
    )
    assert "bytes more" in replies(page)[1]
    assert "more" in replies(page)[3].splitlines()[-1]
    assert "100 of 5001 keys" in page
    assert len(page.body) < 300_000


@pytest.mark.sandbox
def test_a_script_that_never_ends_is_stopped(roadmap_app: TestApp) -> None:
    send(roadmap_app, "SET before 1")
    page = send(roadmap_app, 'EVAL "while true do end" 0\nPING')
    assert "killed" in replies(page)[0].lower()
    assert "the rest was not sent" in page
    page = send(roadmap_app, "SET during 1\nEVAL \"redis.call('SET', 'x', 1) while true do end\" 0")
    assert "The server had to be stopped" in page
    assert replies(send(roadmap_app, "GET before\nGET during")) == ['"1"', "(nil)"]


@pytest.mark.sandbox
def test_more_than_is_kept_does_not_lose_what_was_kept(roadmap_app: TestApp) -> None:
    send(roadmap_app, "SET before 1")
    fill = "for i = 1, 60000 do redis.call('SET', 'k' .. i .. redis.sha1hex(i), redis.sha1hex(i)) end"
    page = send(roadmap_app, f'EVAL "{fill}" 0')
    assert "more data now than is kept" in page
    assert replies(send(roadmap_app, "GET before\nDBSIZE")) == ['"1"', "(integer) 1"]


@pytest.mark.sandbox
def test_odd_input_never_breaks_the_page(roadmap_app: TestApp) -> None:
    for text in (
        "\x00\x01",
        'SET "\\xff\\x00" "\\xfe"\nKEYS *\nGET "\\xff\\x00"',
        "XADD s * a 1\nSETBIT b 7 1\nPFADD h x\nGEOADD g 1 2 x",
        "\ud7ff\U0001f600",
    ):
        assert send(roadmap_app, text).status_int == 200
    roadmap_app.post(URL, {"nothing": "here"}, status=200)


def test_forms_that_cannot_be_read_get_a_sentence(roadmap_app: TestApp) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    page = roadmap_app.post(URL, b"commands=" + b"x" * 300_000, headers=form, status=422)
    assert "Nothing was sent" in page
    page = roadmap_app.post(URL, upload_files=[("commands", "a.txt", b"PING")], status=422)
    assert "a file where text should be" in page


def test_who_sends_too_often_keeps_what_they_typed(roadmap_make_app: Callable[..., TestApp]) -> None:
    app = roadmap_make_app(runner="off", rate_submissions=2)
    for _ in range(4):  # the first one makes the visitor
        page = app.post(URL, {"commands": "GET a", "action": "send"}, status="*")
    assert page.status_int == 429
    assert int(page.headers["Retry-After"]) > 0
    assert page.forms["lab"]["commands"].value == "GET a"


@pytest.mark.sandbox
def test_every_example_gets_a_reply_to_every_line(roadmap_app: TestApp) -> None:
    for example in EXAMPLES:
        send(roadmap_app, "", action="empty")
        page = send(roadmap_app, example.commands)
        assert len(replies(page)) == len(example.commands.splitlines()), example.title
        errors = [text for text in replies(page) if text.startswith(("(error)", "Not sent"))]
        assert bool(errors) == (example.title == "What goes wrong"), errors
