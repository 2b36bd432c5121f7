"""A lesson's bookmark and notes over HTTP."""

from __future__ import annotations

from tests.api.conftest import CheckedApp

BOOKMARK = "/api/v1/me/bookmarks/good/first"
NOTES = "/api/v1/me/lessons/good/first/notes"


def note(id: str, query: str = "") -> str:
    return f"/api/v1/me/notes/{id}{query}"


def test_a_bookmark_is_set_and_removed(api: CheckedApp, somebody_else: CheckedApp) -> None:
    assert api.put(BOOKMARK).json == {"lesson": "good/first", "bookmarked": True}
    assert api.get("/api/v1/me/progress").json["bookmarks"] == ["good/first"]
    assert somebody_else.get("/api/v1/me/progress").json["bookmarks"] == []
    assert api.delete(BOOKMARK).json["bookmarked"] is False
    assert api.get("/api/v1/me/progress").json["bookmarks"] == []
    assert api.put("/api/v1/me/bookmarks/good/nope").status_int == 404
    assert api.delete("/api/v1/me/bookmarks/good/gone").status_int == 200


def test_notes_are_ones_own(api: CheckedApp, somebody_else: CheckedApp) -> None:
    assert api.get(NOTES).json == {"notes": []}
    made = api.post_json(NOTES, {"text": "<b>mine</b>"})
    assert made.status_int == 201 and made.json["text"] == "<b>mine</b>"
    assert made.headers["Cache-Control"] == "private, no-store"
    assert api.get(NOTES).json == {"notes": [made.json]}
    assert api.get("/api/v1/me/progress").json["notes"] == ["good/first"]
    assert somebody_else.get(NOTES).json == {"notes": []}
    changed = api.put_json(note(made.json["id"]), {"lesson": "good/first", "text": "better", "revision": 1}).json
    assert (changed["note"]["text"], changed["note"]["revision"]) == ("better", 2)
    assert (changed["new"], changed["other"]) == (False, None)
    assert api.delete(note(made.json["id"], "?revision=2")).json == {"id": made.json["id"], "deleted": True}
    assert api.get(NOTES).json == {"notes": []}


def test_a_conflict_keeps_both_texts(api: CheckedApp) -> None:
    made = api.post_json(NOTES, {"text": "mine"}).json
    for text in ("from one window", "from another"):
        answer = api.put_json(note(made["id"]), {"lesson": "good/first", "text": text, "revision": 1}).json
    assert answer["new"] is True and answer["other"]["text"] == "from one window"
    assert [each["text"] for each in api.get(NOTES).json["notes"]] == ["from one window", "from another"]
    refused = api.delete(note(made["id"], "?revision=1"))
    assert refused.status_int == 409 and refused.json["note"]["text"] == "from one window"
    assert len(api.get(NOTES).json["notes"]) == 2


def test_what_cannot_be_kept_is_said(api: CheckedApp) -> None:
    refused = api.post_json(NOTES, {"text": "x" * 10_001})
    assert refused.status_int == 422
    assert "at most 10000" in refused.json["errors"][0]["detail"]
    assert api.post_json(NOTES, {"text": " "}).status_int == 422
    assert api.post_json(NOTES, {"text": 1}).status_int == 422
    assert api.post_json(NOTES.replace("first", "nope"), {"text": "x"}).status_int == 404
    missing = {"lesson": "good/nope", "text": "x", "revision": 1}
    assert api.put_json(note("0" * 32), missing).status_int == 404
    assert api.put_json(note("0" * 32), {**missing, "lesson": "good/first", "text": ""}).status_int == 422
    for query in ("", "?revision=", "?revision=-1", "?revision=x"):
        assert api.delete(note("0" * 32, query)).status_int == 422


def test_what_is_no_id_of_a_note_names_none(api: CheckedApp) -> None:
    for wrong in ("0" * 33, "0" * 31, "G" * 32):
        answer = api.delete(note(wrong, "?revision=1"))
        assert (answer.status_int, answer.content_type) == (404, "application/problem+json")
