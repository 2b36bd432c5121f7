"""Groups G and H where they concern the site: the real application, its real queue, and the real sandbox behind it."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from sqlalchemy import func, select
from tests.api.conftest import KEY, RIGHT, WRONG, CheckedApp, take_away_the_database
from webtest import TestApp

from roadmap.learning import start_dispatcher
from roadmap.learning.models import ProgressRow, SubmissionRow

POST = "/api/v1/submissions"
FORM = "/learn/good/exercises/double/attempts"


@pytest.fixture
def site(make_app):
    """A function that makes a site; `dispatch=True` runs what is sent. Each visitor has a cookie jar of their own."""

    def make(dispatch=False, **settings):
        app = CheckedApp(
            make_app(dispatch=dispatch, **{"rate_submissions": 1000, "rate_address": 1000, **settings}).app
        )
        if dispatch:
            start_dispatcher(app.app.registry)
        return app

    return make


def send(visitor, files=RIGHT, exercise=KEY):
    answer = visitor.post_json(POST, {"exercise": exercise, "files": files})
    assert answer.status_int == 202, answer.text
    return answer.json


def finished(visitor, sent, seconds=60):
    end = time.monotonic() + seconds
    while (found := visitor.get(sent["href"]).json)["state"] not in ("finished", "cancelled"):
        assert time.monotonic() < end, found
        time.sleep(0.05)
    return found


def stored(app, *where):
    with app.app.registry.sessionmaker() as db:
        return db.scalar(select(func.count()).select_from(SubmissionRow).where(*where))


@pytest.mark.parametrize(
    "exercise", ["good/none", "nowhere/double", "flask/url-shortener", "good/double/x", "", "../x"]
)
def test_row_184_exercises_that_are_not_open(site, exercise):
    """Unknown, deleted, or of a section that this site does not have."""
    app = site()
    answer = app.post_json(POST, {"exercise": exercise, "files": RIGHT})
    assert answer.status_int in (400, 404, 422)
    assert stored(app) == 0
    assert "Set-Cookie" not in answer.headers


def test_row_184_an_exercise_that_was_taken_down_between_page_and_answer(site):
    app = site()
    send(app)
    app.app.registry.catalogue._sections.clear()
    assert app.post_json(POST, {"exercise": KEY, "files": WRONG}).status_int == 404
    assert stored(app) == 1


def test_row_184_somebody_elses_number(site):
    app = site()
    mine, other = send(app), CheckedApp(app.app)
    send(other)
    for method, path in (
        (other.get, mine["href"]),
        (other.get, mine["events"]),
        (other.delete, mine["href"]),
        (other.post, f"{mine['href']}/cancel"),
        (other.get, f"/learn/good/exercises/double/attempts/{mine['id']}"),
        (other.get, f"/runs/{mine['id']}"),
    ):
        assert method(path).status_int == 404
    assert app.get(mine["href"]).json["state"] == "queued"
    other.cookiejar.clear()
    assert other.get(mine["href"]).status_int in (403, 404)


def test_row_185_the_same_from_two_tabs_at_once_is_one_attempt(site):
    app = site(dispatch=True)
    first = send(app, WRONG)  # makes the visitor
    barrier = Barrier(6)

    def tab(_):
        one = CheckedApp(app.app)
        one.cookiejar = app.cookiejar
        barrier.wait()
        return send(one)

    with ThreadPoolExecutor(6) as pool:
        sent = list(pool.map(tab, range(6)))
    done = {finished(app, one)["id"] for one in sent}
    finished(app, first)
    assert len({one["id"] for one in sent} & done) == len(done)
    with app.app.registry.sessionmaker() as db:
        passed = db.scalars(select(ProgressRow).where(ProgressRow.kind == "exercise")).all()
        states = Counter(db.scalars(select(SubmissionRow.state)))
    assert [row.item for row in passed] == [KEY]
    # A tab that came after the verdict was there may have a second one; never two at a time, and none is lost.
    assert set(states) <= {"finished", "cancelled"}
    assert states["finished"] + states["cancelled"] <= 7


def test_row_185_two_at_once_are_one_while_it_waits(site):
    app = site()
    send(app, WRONG)
    barrier = Barrier(6)

    def tab(_):
        one = CheckedApp(app.app)
        one.cookiejar = app.cookiejar
        barrier.wait()
        return send(one)["id"]

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(tab, range(6)))) == 1
    assert stored(app, SubmissionRow.state == "queued") == 1


def test_row_191_full_queue(site):
    """503 with Retry-After, over the API and over the form, and the code is kept."""
    app = site(runner_queue=1)
    send(app)
    other = CheckedApp(app.app)
    code = "def double(number):\n    return 'kept in the editor'\n"
    answer = other.post_json(POST, {"exercise": KEY, "files": {"doubling.py": code}})
    assert answer.status_int == 503
    assert int(answer.headers["Retry-After"]) > 0
    page = TestApp(app.app).post(FORM, {"file:doubling.py": code, "action": "check"}, status=503)
    assert int(page.headers["Retry-After"]) > 0
    assert "kept in the editor" in page.text
    assert stored(app) == 1


def test_row_193_a_late_verdict_does_not_take_the_place_of_a_newer_one(site):
    app = site(dispatch=True)
    slow = {"doubling.py": "import time\ntime.sleep(2)\n\n\ndef double(number):\n    return 0\n"}
    old = send(app, slow)
    while app.get(old["href"]).json["state"] == "queued":
        time.sleep(0.02)
    new = send(app, RIGHT)
    assert finished(app, new)["verdict"]["state"] == "passed"
    assert finished(app, old)["verdict"]["state"] == "failed"
    listed = app.get(f"/api/v1/me/submissions?exercise={KEY}").json["submissions"]
    assert [one["id"] for one in listed] == [new["id"], old["id"]]
    assert app.get("/api/v1/me/progress").json["exercises"] == {KEY: "passed"}


def test_row_194_a_verdict_belongs_to_what_was_sent(site):
    """Typed on while the run is on: the draft is another text, and the verdict names what it is for."""
    app = site(dispatch=True)
    sent = send(app, RIGHT)
    app.put_json(f"/api/v1/me/drafts/{KEY}", {"files": WRONG, "version": 0})
    found = finished(app, sent)
    assert found["verdict"]["state"] == "passed"
    assert found["files"] == RIGHT
    again = finished(app, send(app, WRONG))
    assert again["verdict"]["files_hash"] != found["verdict"]["files_hash"]
    assert again["verdict"]["state"] == "failed"


def test_row_202_attempts_keep_their_version_and_can_be_sent_again(site):
    app = site(dispatch=True)
    before = finished(app, send(app, RIGHT))
    section = app.app.registry.catalogue.section("good")
    old = section.exercises[0]
    tripled = old.checks_source.replace("number * 2", "number * 3")
    new = replace(old, version="edited", checks_source=tripled)
    app.app.registry.catalogue._sections["good"] = replace(section, exercises=(new,))
    kept = app.get(before["href"]).json
    assert kept["verdict"]["state"] == "passed"
    assert kept["verdict"]["exercise_version"] == old.version
    after = finished(app, send(app, RIGHT))
    assert after["id"] != before["id"]
    assert after["verdict"]["state"] == "failed"
    assert after["verdict"]["exercise_version"] == "edited"
    # What was passed stays passed.
    assert app.get("/api/v1/me/progress").json["exercises"] == {KEY: "passed"}


def test_row_163_attempts_per_minute(site):
    app = site(rate_submissions=3)
    answers = [app.post_json(POST, {"exercise": KEY, "files": {"doubling.py": f"# bit {n}\n"}}) for n in range(6)]
    assert [answer.status_int for answer in answers] == [202] * 4 + [429] * 2  # the first made the visitor
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_row_163_a_new_visitor_for_each_attempt_is_one_address(site):
    app = site(rate_submissions=3, rate_address=5)
    answers = [
        CheckedApp(app.app).post_json(POST, {"exercise": KEY, "files": {"doubling.py": f"# bit {n}\n"}})
        for n in range(8)
    ]
    assert [answer.status_int for answer in answers] == [202] * 5 + [429] * 3


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__ }}",
        "${7*7}",
        "{% raise %}",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
    ],
    ids=["row-176-jinja", "row-176-mako", "row-176-block", "row-118-script", "row-118-image"],
)
def test_what_is_printed_is_text_on_the_page(site, text):
    app = site(dispatch=True)
    code = f"print({text!r})\n\n\ndef double(number):\n    raise ValueError({text!r})\n"
    sent = send(app, {"doubling.py": code})
    finished(app, sent)
    page = app.get(f"/learn/good/exercises/double/attempts/{sent['id']}").text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "49" not in page.split("ValueError")[1][:200]
    assert page.count("__class__.__mro__") == 0 or "{{ &#39;&#39;.__class__.__mro__ }}" in page


@pytest.mark.parametrize(
    "text", ["\ud800", "a\x00b", "\x1b[31m", "\u202ex", "\uffff"], ids=[f"row-11{n}-{what}" for n, what in
    ((5, "surrogate"), (6, "nul"), (6, "escape"), (9, "direction"), (5, "no-character"))],
)  # fmt: skip
def test_what_is_printed_can_be_stored_and_read_back(site, text):
    app = site(dispatch=True)
    code = f"print({text!r})\n\n\ndef double(number):\n    return {text!r}\n"
    found = finished(app, send(app, {"doubling.py": code}))
    assert found["verdict"]["state"] == "failed"
    assert text not in str(found["verdict"]) or text == "\uffff"


def test_row_190_a_program_whose_verdict_cannot_be_stored_is_not_lost(site, tmp_path):
    """The database goes away while it runs: an answer, in words, and no traceback of ours."""
    app = site()
    sent = send(app)
    take_away_the_database(app, tmp_path / "data")
    answer = app.get(sent["href"])
    assert answer.status_int == 503
    assert "Traceback" not in answer.text
