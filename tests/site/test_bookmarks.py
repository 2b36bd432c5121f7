"""Bookmarks and notes without scripts: forms of a lesson, and the page of them all."""

from __future__ import annotations

from typing import Any

import pytest
from webtest import TestApp

from roadmap.learning.models import BookmarkRow, NoteRow

LESSON = "/learn/specimen/requests"


def keep(site: Any, text: str) -> Any:
    """Write a note in the form of the lesson; the page that comes back."""
    (form,) = [form for form in site.get(LESSON).forms.values() if form.action == f"{LESSON}/notes"]
    form["text"] = text
    return form.submit(expect_errors=True)


def notes(page: Any) -> list[str]:
    return [note.get_text() for note in page.html.select(".note-text")]


def editor(page: Any, text: str) -> Any:
    """The form that changes the note which says `text`."""
    (form,) = [form for form in page.forms.values() if "text" in form.fields and form["text"].value == text]
    return form


def test_a_lesson_is_bookmarked_and_the_bookmark_removed(site: Any) -> None:
    assert "There are none yet" in site.get("/bookmarks").text
    page = site.post(f"{LESSON}/bookmark").follow()
    assert page.request.path == "/bookmarks"
    assert page.html.select_one(f".own h2 a[href='{LESSON}']").get_text() == "What a request is made of"
    (form,) = [form for form in page.forms.values() if form.action == "/bookmarks/remove"]
    assert "There are none yet" in form.submit().follow().text


def test_the_button_of_a_lesson_bookmarks_and_does_not_mark_it_as_done(site: Any) -> None:
    button = site.get(LESSON).html.select_one("button[data-bookmark]")
    site.post(button["formaction"])
    assert site.get("/api/v1/me/progress").json["lessons"] == {}
    assert site.get("/api/v1/me/progress").json["bookmarks"] == ["specimen/requests"]


def test_a_note_is_kept_changed_and_deleted(site: Any) -> None:
    page = keep(site, "Ask Ada.\r\nThen <script>alert(1)</script>").follow()
    assert notes(page) == ["Ask Ada.\nThen <script>alert(1)</script>"]
    assert "<script>alert" not in page.text
    assert page.headers["Cache-Control"] == "private, no-store"
    form = editor(page, "Ask Ada.\nThen <script>alert(1)</script>")
    form["text"] = "Asked."
    page = form.submit("action", value="save").follow()
    assert notes(page) == ["Asked."]
    assert notes(editor(page, "Asked.").submit("action", value="delete").follow()) == []


def test_nobody_else_sees_them_and_lessons_stay_the_same_for_everyone(site: Any) -> None:
    before = site.get(LESSON).body
    note = keep(site, "mine").follow().html.select_one(".note")["id"].removeprefix("note-")
    assert site.get(LESSON).body == before
    other = TestApp(site.app)
    assert notes(other.get("/bookmarks")) == []
    other.post(f"/bookmarks/notes/{note}", {"revision": "1", "action": "delete"})
    assert notes(site.get("/bookmarks")) == ["mine"]


def test_two_tabs_lose_nothing(site: Any) -> None:
    page = keep(site, "mine").follow()
    one, two = editor(page, "mine"), editor(page, "mine")
    one["text"] = "from one tab"
    one.submit("action", value="save")
    two["text"] = "from the other"
    page = two.submit("action", value="save").follow()
    assert "Both texts are kept" in page.text
    assert sorted(notes(page)) == ["from one tab", "from the other"]
    # The form of the first page still knows the first text only.
    page = one.submit("action", value="delete").follow()
    assert "so it was not deleted" in page.text
    assert sorted(notes(page)) == ["from one tab", "from the other"]
    form = editor(page, "from one tab")
    form.submit("action", value="delete")
    form["text"] = "after all"
    page = form.submit("action", value="save").follow()
    assert "Your text is kept as a new one" in page.text
    assert sorted(notes(page)) == ["after all", "from the other"]


def test_a_text_that_is_too_long_is_not_lost(site: Any) -> None:
    page = keep(site, "x" * 10_001)
    assert page.status_int == 422
    assert "at most 10000 are kept" in page.text
    assert page.forms["unsaved"]["text"].value == "x" * 10_001
    page.forms["unsaved"]["text"] = "shorter"
    page = page.forms["unsaved"].submit().follow()
    assert notes(page) == ["shorter"]
    form = editor(page, "shorter")
    form["text"] = "y" * 10_001
    page = form.submit("action", value="save", expect_errors=True)
    assert page.status_int == 422
    assert page.forms["unsaved"]["text"].value == "y" * 10_001
    assert notes(page) == ["shorter"]


def test_what_another_tab_deleted_is_not_lost_when_it_is_too_long_either(site: Any) -> None:
    form = editor(keep(site, "mine").follow(), "mine")
    form.submit("action", value="delete")
    form["text"] = "y" * 10_001
    page = form.submit("action", value="save", expect_errors=True)
    assert page.forms["unsaved"]["text"].value == "y" * 10_001


def test_what_is_not_on_this_site_any_more_can_still_be_removed(site: Any) -> None:
    keep(site, "mine")
    site.post(f"{LESSON}/bookmark")
    sessions = site.app.registry.sessionmaker
    with sessions() as db:
        for model in (BookmarkRow, NoteRow):
            for row in db.query(model).filter(model.item == "specimen/requests"):
                row.item = "gone/away"
        db.commit()
    page = site.get("/bookmarks")
    assert "This lesson is not on this site any more." in page.text
    assert page.html.select_one(".own h2").get_text() == "gone/away"
    form = editor(page, "mine")
    form["text"] = "still mine"
    page = form.submit("action", value="save").follow()
    assert notes(page) == ["still mine"]
    editor(page, "still mine").submit("action", value="delete")
    (form,) = [form for form in page.forms.values() if form.action == "/bookmarks/remove"]
    assert "There are none yet" in form.submit().follow().text


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/bookmarks/notes/1", {"text": "x", "revision": "x"}),
        ("/bookmarks/notes/1", {"text": "x"}),
    ],
)
def test_forms_that_this_site_did_not_make(site: Any, path: str, fields: dict[str, str]) -> None:
    assert site.post(path, fields, expect_errors=True).status_int == 400
    upload = [("text", "a.txt", b"x")]
    assert site.post(f"{LESSON}/notes", upload_files=upload, expect_errors=True).status_int == 400
    missing = {"text": "x", "revision": "1", "lesson": "gone/away"}
    assert site.post("/bookmarks/notes/1", missing, expect_errors=True).status_int == 404


def test_another_sites_forms_are_refused(site: Any) -> None:
    foreign = {"Sec-Fetch-Site": "cross-site"}
    for path in (f"{LESSON}/notes", f"{LESSON}/bookmark", "/bookmarks/remove", "/bookmarks/notes/1"):
        assert site.post(path, {"text": "x"}, headers=foreign, expect_errors=True).status_int == 403
    assert notes(site.get("/bookmarks")) == []


def test_progress_names_the_last_and_the_next_page(site: Any) -> None:
    page = site.get("/progress")
    assert "Start with What a request is made of" in page.html.select_one(".resume").get_text(" ", strip=True)
    assert "Not begun · Recommended next" in page.text
    keep(site, "mine")
    words = site.get("/progress").html.select_one(".resume").get_text(" ", strip=True)
    assert words == "Where you left off: What a request is made of Go on with What comes back"
    assert "In progress" not in site.get("/progress").text
    site.post(f"{LESSON}/done")
    assert "In progress · Recommended next: 1 of 2 lessons done" in site.get("/progress").text
