"""What visitors keep for themselves on a lesson: a bookmark, and notes."""

from __future__ import annotations

from typing import Any

from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from roadmap.api.answers import private
from roadmap.api.me import lesson_of
from roadmap.api.problems import Problem
from roadmap.languages import _, said
from roadmap.learning import NOTE_ID, BadNote, Note

NOT_DELETED = _("The note was changed in another tab meanwhile, so it was not deleted.")


@view_config(route_name="api.bookmark", request_method="PUT")
def set_bookmark(request: Request) -> Response:
    lesson = lesson_of(request)
    request.bookmarks.set(lesson.section, lesson.id)
    return private({"lesson": f"{lesson.section}/{lesson.id}", "bookmarked": True})


@view_config(route_name="api.bookmark", request_method="DELETE")
def remove_bookmark(request: Request) -> Response:
    # Not looked up: what is gone from this site can be taken off one's list, too.
    key = f"{request.matchdict['section']}/{request.matchdict['lesson']}"
    request.bookmarks.remove(key)
    return private({"lesson": key, "bookmarked": False})


@view_config(route_name="api.notes", request_method="GET")
def list_notes(request: Request) -> Response:
    lesson = lesson_of(request)
    return private({"notes": [note_as_json(note) for note in request.notes.of(lesson.section, lesson.id)]})


@view_config(route_name="api.notes", request_method="POST", openapi=True)
def add_note(request: Request) -> Response:
    lesson = lesson_of(request)
    try:
        note = request.notes.add(lesson.section, lesson.id, request.json_body["text"])
    except BadNote as error:
        raise _refused(error, request) from None
    return private(note_as_json(note), status=201)


@view_config(route_name="api.note", request_method="PUT", openapi=True)
def change_note(request: Request) -> Response:
    body = request.json_body
    try:
        changed = request.notes.change(request.matchdict["id"], body["lesson"], body["text"], body["revision"])
    except BadNote as error:
        raise _refused(error, request) from None
    except LookupError:
        raise Problem(404, f"There is no such note, and no lesson {body['lesson']!r} to make one for.") from None
    other = note_as_json(changed.other) if changed.other else None
    return private({"note": note_as_json(changed.note), "new": changed.is_new, "other": other})


@view_config(route_name="api.note", request_method="DELETE")
def delete_note(request: Request) -> Response:
    revision = request.GET.get("revision", "")
    if not (revision.isascii() and revision.isdigit() and len(revision) < 10):
        problem = "say which text is to be deleted: ?revision=1"
        raise Problem(422, f"revision: {problem}", errors=[("revision", problem)])
    if not NOTE_ID.fullmatch(request.matchdict["id"]):
        raise Problem(404, "There is no such note.")
    other = request.notes.delete(request.matchdict["id"], int(revision))
    if other is not None:
        raise Problem(409, request.localizer.translate(NOT_DELETED), more={"note": note_as_json(other)})
    return private({"id": request.matchdict["id"], "deleted": True})


def note_as_json(note: Note) -> dict[str, Any]:
    return {
        "id": note.id,
        "lesson": note.item,
        "text": note.text,
        "revision": note.revision,
        "saved": note.saved_at.isoformat(),
    }


def _refused(error: BadNote, request: Request) -> Problem:
    words = said(error, request.localizer)
    return Problem(422, words, errors=[("text", words)])
