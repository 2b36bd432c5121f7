"""One's own bookmarks and notes: a page of them all, and what its forms and those of lessons send."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pyramid.httpexceptions import HTTPBadRequest, HTTPNotFound, HTTPSeeOther
from pyramid.request import Request
from pyramid.view import view_config

from roadmap.catalogue import Catalogue, Lesson, Section
from roadmap.languages import _
from roadmap.learning import BadNote, Note

TEMPLATE = "roadmap:site/templates/bookmarks.jinja2"
TOLD = {
    "kept-both": _("This note was changed in another tab meanwhile. Both texts are kept, as two notes."),
    "kept-new": _("This note was deleted in another tab meanwhile. Your text is kept as a new one."),
    "not-deleted": _("This note was changed in another tab meanwhile, so it was not deleted. This is its text now."),
}


@dataclass(frozen=True, slots=True)
class Kept:
    """What a visitor keeps on a lesson. `lesson` and `section` are None where it is not on this site any more."""

    key: str
    section: Section | None
    lesson: Lesson | None
    bookmarked_at: datetime | None
    notes: Sequence[Note]


@dataclass(frozen=True, slots=True)
class Unsaved:
    """A text that could not be kept, so that it is not lost: on a lesson's key, for the note `id` or a new one."""

    key: str
    id: str
    text: str
    problem: str


@view_config(route_name="bookmarks", request_method="GET", renderer=TEMPLATE)
def bookmarks(context: Any, request: Request) -> dict[str, Any]:
    return _page(request, told=TOLD.get(request.GET.get("told", "")))


@view_config(route_name="lesson.bookmark", request_method="POST")
def bookmark(lesson: Lesson, request: Request) -> HTTPSeeOther:
    request.bookmarks.set(lesson.section, lesson.id)
    return _back(request)


@view_config(route_name="bookmark.remove", request_method="POST")
def remove(context: Any, request: Request) -> HTTPSeeOther:
    request.bookmarks.remove(_sent(request, "lesson"))
    return _back(request)


@view_config(route_name="lesson.notes", request_method="POST", renderer=TEMPLATE)
def add(lesson: Lesson, request: Request) -> Any:
    text = _sent(request, "text")
    try:
        note = request.notes.add(lesson.section, lesson.id, text)
    except BadNote as error:
        return _refused(request, Unsaved(f"{lesson.section}/{lesson.id}", "", text, error.message))
    return _back(request, note.id)


@view_config(route_name="note", request_method="POST", renderer=TEMPLATE)
def change(context: Any, request: Request) -> Any:
    """Give a note another text, or delete it: which one, the button says."""
    id, key, text = request.matchdict["id"], _sent(request, "lesson"), _sent(request, "text")
    revision = _sent(request, "revision")
    if not (revision.isascii() and revision.isdigit() and len(revision) < 10):
        raise HTTPBadRequest("The form says not which text of the note it was made of.")
    if request.POST.get("action") == "delete":
        other = request.notes.delete(id, int(revision))
        return _back(request, other.id, "not-deleted") if other else _back(request)
    try:
        changed = request.notes.change(id, key, text, int(revision))
    except BadNote as error:
        return _refused(request, Unsaved(key, id, text, error.message))
    except LookupError:
        raise HTTPNotFound() from None
    told = ("kept-both" if changed.other else "kept-new") if changed.is_new else ""
    return _back(request, changed.note.id, told)


def _sent(request: Request, name: str) -> str:
    value = request.POST.get(name, "")
    if not isinstance(value, str):
        raise HTTPBadRequest(f"The field {name} of the form is no text.")
    return value


def _back(request: Request, note: str = "", told: str = "") -> HTTPSeeOther:
    query = {"told": told} if told else {}
    path = request.route_path("bookmarks", _query=query, _anchor=f"note-{note}" if note else None)
    return HTTPSeeOther(path)


def _refused(request: Request, unsaved: Unsaved) -> dict[str, Any]:
    request.response.status_int = 422
    return _page(request, unsaved=unsaved)


def _page(request: Request, *, told: str | None = None, unsaved: Unsaved | None = None) -> dict[str, Any]:
    marked = request.bookmarks.all()
    notes: dict[str, list[Note]] = {}
    for note in request.notes.all():
        notes.setdefault(note.item, []).append(note)
    keys = dict.fromkeys((*marked, *notes, *((unsaved.key,) if unsaved else ())))
    catalogue: Catalogue = request.catalogue
    kept = [_kept(catalogue, key, marked, notes) for key in keys]
    return {"kept": _in_reading_order(catalogue, kept), "told": told, "unsaved": unsaved, "section": None}


def _kept(catalogue: Catalogue, key: str, marked: dict[str, datetime], notes: dict[str, list[Note]]) -> Kept:
    home, name = key.split("/", 1) if "/" in key else (key, "")
    return Kept(key, catalogue.section(home), catalogue.lesson(home, name), marked.get(key), notes.get(key, []))


def _in_reading_order(catalogue: Catalogue, kept: Iterable[Kept]) -> list[Kept]:
    """What is not on this site any more comes last."""
    sections = {section.id: number for number, section in enumerate(catalogue.sections)}

    def place(each: Kept) -> tuple[int, int, str]:
        if each.section is None or each.lesson is None:
            return len(sections), 0, each.key
        return sections[each.section.id], each.section.lessons.index(each.lesson), each.key

    return sorted(kept, key=place)
