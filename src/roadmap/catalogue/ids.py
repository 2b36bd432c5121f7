"""Ids are permanent, since people's progress hangs on them: `content/ids.toml` lists every id ever published.

```toml
[lessons]
micro = {}
first-steps = { replaced_by = "micro" }
```
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from roadmap.catalogue.fields import ID, suggestion
from roadmap.catalogue.finding import Finding, Findings
from roadmap.catalogue.model import Section
from roadmap.catalogue.toml import read_toml

FILE = "ids.toml"
RECORD = "run `roadmap check --record`"
_HEAD = """\
# Every id that this section has ever published: people's progress hangs on them.
# `roadmap check --record` adds new ones.
# An id that goes away needs its successor: old-id = { replaced_by = "new-id" }
"""


def current(section: Section) -> Mapping[str, tuple[str, ...]]:
    """The ids that the section has now, by kind, in reading order."""
    questions = section.quiz.questions if section.quiz else ()
    return {
        "lessons": tuple(lesson.id for lesson in section.lessons),
        "exercises": tuple(exercise.id for exercise in section.exercises),
        "questions": tuple(question.id for question in questions),
        "samples": tuple(sample.id for sample in section.samples),
    }


def check_ids(section: Section) -> tuple[Finding, ...]:
    """Ids that vanished without a successor, and new ones that are not recorded."""
    path = section.content / FILE
    findings = Findings(section.path)
    recorded = _read(path, findings)
    if recorded is None:
        return tuple(findings.found)
    for kind, ids in current(section).items():
        published = recorded.get(kind, {})
        for id in ids:
            if id not in published:
                findings.add(path, 1, f"{kind[:-1]} {id} is new", RECORD)
        for id, (successor, line) in published.items():
            if id in ids:
                continue
            if not successor:
                cure = f'bring it back, or say who follows: {id} = {{ replaced_by = "…" }}'
                findings.add(path, line, f"{kind[:-1]} {id} is gone, and people's progress hangs on it", cure)
            elif "/" not in successor and successor not in ids:
                findings.add(path, line, f"{id} is replaced by {successor}, which is gone", suggestion(successor, ids))
    return tuple(sorted(findings.found))


def record_ids(section: Section) -> tuple[str, ...]:
    """Add the section's new ids to its ids.toml and return them.

    :raises ContentError: the file that is there cannot be read.
    """
    path = section.content / FILE
    findings = Findings(section.path)
    recorded = (_read(path, findings) if path.exists() else {}) or {}
    findings.raise_any()
    added: list[str] = []
    tables = []
    for kind, ids in current(section).items():
        published = {id: successor for id, (successor, _) in recorded.get(kind, {}).items()}
        new = [id for id in ids if id not in published]
        added.extend(new)
        published.update(dict.fromkeys(new, ""))
        if published:
            tables.append(f"\n[{kind}]\n" + "".join(map(_entry, published, published.values())))
    text = _HEAD + "".join(tables)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
    return tuple(added)


def successor(section: Section, kind: str, id: str) -> str | None:
    """What took the place of `id` (an id of this section, or `section/id`), for redirects and for progress."""
    seen = set[str]()
    recorded = (_read(section.content / FILE, Findings(section.path)) or {}).get(kind, {})
    while id in recorded and id not in seen and recorded[id][0]:
        seen.add(id)
        id = recorded[id][0]
    return id if seen and id not in seen else None


def successors(section: Section) -> Mapping[str, Mapping[str, str]]:
    """By kind, each id of this section that was replaced and what is written as its successor."""
    recorded = _read(section.content / FILE, Findings(section.path)) or {}
    return {kind: {id: new for id, (new, _) in ids.items() if new} for kind, ids in recorded.items()}


def _entry(id: str, successor: str) -> str:
    return f'{id} = {{ replaced_by = "{successor}" }}\n' if successor else f"{id} = {{}}\n"


def _read(path: Path, findings: Findings) -> dict[str, dict[str, tuple[str, int]]] | None:
    """Kind to id to its successor ("" for none) and line; None with a finding added."""
    document = read_toml(path, findings, cure=RECORD)
    if document is None:
        return None
    recorded: dict[str, dict[str, tuple[str, int]]] = {}
    fields = document.fields
    for kind in ("lessons", "exercises", "questions", "samples"):
        table = fields.table(kind)
        recorded[kind] = {}
        for id in table.keys():  # noqa: SIM118 - not a dict
            entry = table.table(id)
            if not ID.fullmatch(id):
                table.wrong(id, f"{id!r} is not an id")
            recorded[kind][id] = (entry.text("replaced_by", ""), table.line_of(id))
            entry.finish()
    fields.finish()
    return recorded
