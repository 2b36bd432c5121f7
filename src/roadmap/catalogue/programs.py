"""The programs that an exercise's files become: `program` and `entry`, or a table `[programs.<name>]` for each."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from roadmap.catalogue.fields import ID, Fields
from roadmap.catalogue.model import NamedProgram
from roadmap.catalogue.program import OFFERS, Program

MOST = 4
"""Each is a sandbox of its own, with the whole of the exercise's limits."""

_ENTRY = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_]\w*(\(\))?")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What exercise.toml says: the first program's kind and entry, all kinds, and all by name where they are named."""

    program: str
    entry: str
    kinds: tuple[Program, ...]
    named: tuple[NamedProgram, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """What checks call them: one without a name by its kind."""
        return tuple(each.name for each in self.named) or (self.program,)

    @property
    def foreign(self) -> tuple[str, ...]:
        """Adapters that a plugin brought: one of the core's is as old as the core, these decide as checks do."""
        return tuple(kind.source for kind in self.kinds if kind.plugin)


def read_programs(table: Fields, known: Mapping[str, Program], files: Collection[str]) -> Chosen:
    """Findings are added to the table's document.

    :param known: kinds of programs by name.
    :param files: names of starter/ and solution/, to find what an entry names.
    """
    if not table.has("programs"):
        kind, entry = _read(table, known, files)
        return Chosen(kind.name, entry, (kind,))
    for key in ("program", "entry"):
        if table.has(key):
            table.text(key)
            table.wrong(key, f"{key} beside [programs.…]", "write it below the name of the program that is meant")
    programs = table.table("programs")
    names = programs.keys()
    found = [(name, *_read(programs.table(name), known, files, named=True)) for name in names]
    for name in names:
        if not ID.fullmatch(name):
            programs.wrong(name, f"{name!r} cannot name a program", "small letters, digits and hyphens")
    cure = f"from 1 to {MOST}, each below [programs.<name>]"
    if not found:
        table.wrong("programs", "there are 0 programs", cure)
        return Chosen("", "", (_unknown(""),))
    if len(found) > MOST:
        programs.wrong(names[-1], f"there are {len(found)} programs", cure)
    named = tuple(NamedProgram(name, kind.name, entry) for name, kind, entry in found)
    return Chosen(named[0].kind, named[0].entry, tuple(kind for _, kind, _ in found), named)


def _read(
    table: Fields, known: Mapping[str, Program], files: Collection[str], *, named: bool = False
) -> tuple[Program, str]:
    name = table.option("program", tuple(known))
    # Of an unknown one nothing can be said: what else is wrong must still come out.
    kind = known.get(name) or _unknown(name)
    entry = _entry(table, kind, files, known)
    if named:
        if not kind.runs:
            table.wrong("program", f"nothing of a {name} program is run", "leave it out: its files are there anyway")
        table.finish()
    return kind, entry


def _unknown(name: str) -> Program:
    return Program(name, source="unknown", offers=OFFERS)


def _entry(table: Fields, kind: Program, files: Collection[str], known: Mapping[str, Program]) -> str:
    entry = table.text("entry", kind.entry or "")
    if kind.entry is None:
        if entry and kind.name in known:
            table.wrong("entry", f"a {kind.name} program has no entry", "remove it")
        return entry
    if not _ENTRY.fullmatch(entry):
        table.wrong("entry", f"{entry!r} is no entry", "module:name, or module:factory()")
        return entry
    module = entry.partition(":")[0].replace(".", "/")
    if files and not {f"{module}.py", f"{module}/__init__.py"}.intersection(files):
        table.wrong("entry", f"entry {entry}, but there is no {module}.py in starter/", "name the module that is there")
    return entry
