"""The service of `request.notes`: what visitors write down for themselves on a lesson.

A lesson may have several. That is also how nothing is lost when two tabs change one: the second text does not replace
the first, it is kept beside it as a note of its own.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from roadmap.catalogue import Catalogue
from roadmap.languages import ForVisitors, _
from roadmap.learning.models import NoteRow
from roadmap.learning.moved import Moved
from roadmap.people import Visitors
from roadmap.storage import now

LONGEST = 10_000
"""Characters of a note."""
MOST = 1_000
"""Notes of a visitor."""
NOTE_ID = re.compile(r"[0-9a-f]{32}")
"""What ids of notes look like; anything else names none."""
_UNKEPT = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Note:
    """`item` is the lesson's key, such as `flask/micro`; `revision` counts the texts that the note has had."""

    id: str
    item: str
    text: str
    revision: int
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Changed:
    """`note` has the text that was sent. `other` is the one that another tab has changed, where there is one; then
    `note` is a new one beside it. It is new, too, where the one to be changed was deleted meanwhile.
    """

    note: Note
    is_new: bool = False
    other: Note | None = None


class BadNote(ForVisitors, ValueError):
    """A text that cannot be taken."""


class Notes:
    def __init__(self, db: Callable[[], Session], visitors: Visitors, catalogue: Catalogue, moved: Moved) -> None:
        self._db = db
        self._visitors = visitors
        self._catalogue = catalogue
        self._moved = moved

    def all(self) -> list[Note]:
        """Of all lessons, newest first."""
        visitor = self._visitors.current
        if visitor is None:
            return []
        mine = select(NoteRow).where(NoteRow.visitor_id == visitor.id)
        return [self._note(row) for row in self._db().scalars(mine.order_by(NoteRow.saved_at.desc(), NoteRow.id))]

    def keys(self) -> list[str]:
        """Keys of the lessons that have notes."""
        visitor = self._visitors.current
        if visitor is None:
            return []
        items = self._db().scalars(select(NoteRow.item).distinct().where(NoteRow.visitor_id == visitor.id))
        return sorted({self._moved.now("lessons", item) for item in items})

    def of(self, section: str, lesson: str) -> list[Note]:
        """Of one lesson, oldest first."""
        visitor = self._visitors.current
        if visitor is None:
            return []
        mine = (NoteRow.visitor_id == visitor.id, NoteRow.item.in_(self._moved.ever("lessons", f"{section}/{lesson}")))
        rows = self._db().scalars(select(NoteRow).where(*mine).order_by(NoteRow.made_at, NoteRow.id))
        return [self._note(row) for row in rows]

    def get(self, id: str) -> Note | None:
        visitor = self._visitors.current
        # What can be no id is not asked for: not every text is one to a database.
        if visitor is None or not NOTE_ID.fullmatch(id):
            return None
        mine = select(NoteRow).where(NoteRow.id == id, NoteRow.visitor_id == visitor.id)
        row = self._db().scalar(mine.execution_options(populate_existing=True))
        return self._note(row) if row else None

    def add(self, section: str, lesson: str, text: str) -> Note:
        """Keep a new note. One that says just that already on this lesson will do: buttons are pressed twice.

        :raises BadNote: it is empty or too long, or there are too many.
        :raises LookupError: there is no such lesson.
        """
        if self._catalogue.lesson(section, lesson) is None:
            raise LookupError(f"there is no lesson {section}/{lesson}")
        text = checked_text(text)
        same = next((note for note in self.of(section, lesson) if note.text == text), None)
        return same or self._insert(f"{section}/{lesson}", text)

    def change(self, id: str, item: str, text: str, revision: int) -> Changed:
        """Give a note on `item` another text, if `revision` is the one that it has; else keep both texts.

        :raises BadNote: it is empty or too long.
        :raises LookupError: there was no such lesson, nor such a note.
        """
        text = checked_text(text)
        visitor = self._visitors.ensure()
        changed = False
        if NOTE_ID.fullmatch(id):
            # One statement, so that of two that come at the same moment only one finds the revision that it expects.
            changing = (
                update(NoteRow)
                .where(NoteRow.id == id, NoteRow.visitor_id == visitor.id, NoteRow.revision == revision)
                .values(text=text, revision=revision + 1, saved_at=now())
                .returning(NoteRow.id)
            )
            changed = self._db().execute(changing.execution_options(synchronize_session=False)).first() is not None
        note = self.get(id)
        if note is not None and (changed or note.text == text):
            return Changed(note)
        if note is not None:
            # Wherever that is: its lesson need not be on this site any more.
            return Changed(self._insert(note.item, text), is_new=True, other=note)
        section, lesson = item.split("/", 1) if "/" in item else (item, "")
        return Changed(self.add(section, lesson, text), is_new=True)

    def delete(self, id: str, revision: int) -> Note | None:
        """Delete a note if `revision` is the one that it has; what another tab has written stays, and is answered."""
        visitor = self._visitors.current
        if visitor is None or not NOTE_ID.fullmatch(id):
            return None
        mine = (NoteRow.id == id, NoteRow.visitor_id == visitor.id, NoteRow.revision == revision)
        self._db().execute(delete(NoteRow).where(*mine).execution_options(synchronize_session=False))
        return self.get(id)

    def _insert(self, item: str, text: str) -> Note:
        visitor = self._visitors.ensure()
        count = self._db().scalar(select(func.count()).where(NoteRow.visitor_id == visitor.id)) or 0
        if count >= MOST:
            words = _("You have ${count} notes, and ${most} are kept. Delete one that you do not need any more.")
            raise BadNote(words % {"count": str(count), "most": str(MOST)})
        moment = now()
        row = NoteRow(
            id=secrets.token_hex(16),
            visitor_id=visitor.id,
            item=item,
            text=text,
            revision=1,
            made_at=moment,
            saved_at=moment,
        )
        self._db().add(row)
        self._db().flush()
        return self._note(row)

    def _note(self, row: NoteRow) -> Note:
        return Note(row.id, self._moved.now("lessons", row.item), row.text, row.revision, row.saved_at)


def checked_text(text: str) -> str:
    """`text` as it is kept: with line ends as LF, and without what is no character.

    :raises BadNote: it is empty or too long.
    """
    text = _UNKEPT.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not text:
        raise BadNote(_("The note is empty. Write something, or delete it."))
    if len(text) > LONGEST:
        words = _(
            "The note has ${count} characters, and at most ${most} are kept. "
            "Nothing was saved: shorten it, or make two of it."
        )
        raise BadNote(words % {"count": str(len(text)), "most": str(LONGEST)})
    return text
