"""Bookmarks and notes: a visitor's own, and none lost when two tabs write at once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from roadmap.learning import BadNote, Changed, Note
from roadmap.learning.notes import LONGEST, MOST
from roadmap.learning.notes import __name__ as notes_module


def add(browser: Any, text: str = "mine") -> Note:
    found: Note = browser.do(lambda r: r.notes.add("demo", "first", text))
    return found


def texts(browser: Any) -> list[str]:
    return sorted(browser.do(lambda r: [note.text for note in r.notes.of("demo", "first")], "GET"))


def change(browser: Any, note: Note, text: str) -> Changed:
    changed: Changed = browser.do(lambda r: r.notes.change(note.id, note.item, text, note.revision))
    return changed


def test_a_bookmark_is_set_once_and_removed(site: Any, browser: Any) -> None:
    for _ in range(2):
        browser.do(lambda r: r.bookmarks.set("demo", "first"))
    assert list(browser.do(lambda r: r.bookmarks.all(), "GET")) == ["demo/first"]
    assert site.browser().do(lambda r: r.bookmarks.all(), "GET") == {}
    site.browser().do(lambda r: r.bookmarks.remove("demo/first"))
    assert list(browser.do(lambda r: r.bookmarks.all(), "GET")) == ["demo/first"]
    browser.do(lambda r: r.bookmarks.remove("demo/first"))
    assert browser.do(lambda r: r.bookmarks.all(), "GET") == {}


def test_what_is_not_there_takes_neither(browser: Any) -> None:
    with pytest.raises(LookupError, match="there is no lesson demo/last"):
        browser.do(lambda r: r.bookmarks.set("demo", "last"))
    with pytest.raises(LookupError, match="there is no lesson demo/last"):
        browser.do(lambda r: r.notes.add("demo", "last", "mine"))
    browser.do(lambda r: r.bookmarks.remove("demo/\x00"))


def test_notes_are_kept_for_their_visitor_alone(site: Any, browser: Any) -> None:
    note = add(browser, "  one\r\ntwo \u2603\x00\ud800  ")
    assert (note.text, note.item, note.revision) == ("one\ntwo \u2603", "demo/first", 1)
    add(browser, "another")
    assert texts(browser) == ["another", "one\ntwo \u2603"]
    assert browser.do(lambda r: r.notes.keys(), "GET") == ["demo/first"]
    assert [each.text for each in browser.do(lambda r: r.notes.all(), "GET")] == ["another", "one\ntwo \u2603"]
    other = site.browser()
    assert other.do(lambda r: (r.notes.all(), r.notes.keys(), r.notes.get(note.id)), "GET") == ([], [], None)
    other.do(lambda r: r.notes.delete(note.id, note.revision))
    # Whoever guesses an id gets a note of their own, and nobody's is changed.
    assert change(other, note, "theirs").is_new
    assert texts(browser) == ["another", "one\ntwo \u2603"]


def test_a_note_is_changed_and_deleted(browser: Any) -> None:
    note = add(browser)
    changed = change(browser, note, "better")
    assert (changed.note.text, changed.note.revision, changed.is_new, changed.other) == ("better", 2, False, None)
    assert changed.note.id == note.id and changed.note.saved_at > note.saved_at
    assert browser.do(lambda r: r.notes.delete(note.id, 2)) is None
    assert texts(browser) == []
    for id in ("nothing", "\x00", note.id):
        assert browser.do(lambda r, id=id: r.notes.delete(id, 1)) is None


def test_sending_twice_keeps_one(browser: Any) -> None:
    assert add(browser).id == add(browser).id
    note = add(browser)
    change(browser, note, "better")
    again = change(browser, note, "better")
    assert (again.is_new, again.note.revision) == (False, 2)
    assert texts(browser) == ["better"]


def test_what_another_tab_has_changed_is_not_overwritten(browser: Any) -> None:
    note = add(browser)
    change(browser, note, "from one tab")
    changed = change(browser, note, "from the other")
    assert changed.is_new and changed.other and changed.other.text == "from one tab"
    assert texts(browser) == ["from one tab", "from the other"]


def test_what_another_tab_has_deleted_is_written_anew(browser: Any) -> None:
    note = add(browser)
    browser.do(lambda r: r.notes.delete(note.id, note.revision))
    changed = change(browser, note, "still wanted")
    assert changed.is_new and changed.other is None
    assert texts(browser) == ["still wanted"]


def test_what_another_tab_has_changed_is_not_deleted(browser: Any) -> None:
    note = add(browser)
    change(browser, note, "better")
    found = browser.do(lambda r: r.notes.delete(note.id, note.revision))
    assert found is not None and found.text == "better"
    assert texts(browser) == ["better"]


def test_tabs_that_save_at_the_same_moment_lose_nothing(browser: Any) -> None:
    note = add(browser)
    sent = [f"from tab {number}" for number in range(6)]
    together = threading.Barrier(len(sent))

    def save(text: str) -> Changed:
        tab = browser.tab()

        def step(request: Any) -> Changed:
            together.wait(60)
            found: Changed = request.notes.change(note.id, note.item, text, note.revision)
            return found

        found: Changed = tab.do(step)
        return found

    with ThreadPoolExecutor(len(sent)) as pool:
        answers = list(pool.map(save, sent))
    assert texts(browser) == sent
    assert sum(not answer.is_new for answer in answers) == 1


@pytest.mark.parametrize("text", ["", " \r\n\t ", "\x00"])
def test_an_empty_note_is_refused(browser: Any, text: str) -> None:
    with pytest.raises(BadNote, match="The note is empty"):
        add(browser, text)


def test_a_note_has_a_largest_size(browser: Any) -> None:
    note = add(browser, "x" * LONGEST)
    with pytest.raises(BadNote, match=r"has 10001 characters, and at most 10000 are kept\. Nothing was saved"):
        add(browser, "x" * (LONGEST + 1))
    with pytest.raises(BadNote, match="has 10001 characters"):
        change(browser, note, "y" * (LONGEST + 1))
    assert texts(browser) == ["x" * LONGEST]


def test_there_is_an_end_to_notes(browser: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST >= 1000
    monkeypatch.setattr(f"{notes_module}.MOST", 2)
    add(browser, "one")
    add(browser, "two")
    with pytest.raises(BadNote, match="You have 2 notes, and 2 are kept"):
        add(browser, "three")
    assert texts(browser) == ["one", "two"]


def test_what_was_written_on_is_where_one_left_off(browser: Any) -> None:
    browser.do(lambda r: r.drafts.save("demo/hello", {"app.py": "pass"}, "v1"))
    add(browser)
    last = browser.do(lambda r: r.progress.standing(r.progress.all()), "GET").last
    assert last.url == "/learn/demo/first"
