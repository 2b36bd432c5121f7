"""Whether lessons cover what another text claims: a list of claims and corrections, and the lessons that name them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from roadmap.catalogue.fields import Fields, suggestion
from roadmap.catalogue.files import line_of
from roadmap.catalogue.finding import ContentError, Finding, Findings, shown
from roadmap.catalogue.model import Lesson, Section
from roadmap.catalogue.toml import read_toml


@dataclass(frozen=True, slots=True)
class Claim:
    """Something that the other text says, in words of our own. `sections` are those that should cover it."""

    id: str
    says: str
    sections: tuple[str, ...]
    line: int = 1


@dataclass(frozen=True, slots=True)
class Correction:
    """What is true instead of the claims `of`. `sections` are those that should say so."""

    id: str
    of: tuple[str, ...]
    says: str
    sections: tuple[str, ...]
    line: int = 1


@dataclass(frozen=True, slots=True)
class Claims:
    """The list of one other text, in its order."""

    claims: tuple[Claim, ...]
    corrections: tuple[Correction, ...]
    path: Path

    def corrections_of(self, claim: Claim) -> tuple[Correction, ...]:
        return tuple(each for each in self.corrections if claim.id in each.of)


def read_claims(path: Path) -> Claims:
    """:raises ContentError: everything that is wrong with the file."""
    findings = Findings(path.parent)
    document = read_toml(path, findings)
    if document is None:
        raise ContentError(findings.found)
    fields = document.fields
    claims = Claims(
        claims=tuple(_claim(each) for each in fields.tables("claim", required=True)),
        corrections=tuple(_correction(each) for each in fields.tables("correction")),
        path=path,
    )
    fields.finish()
    known = {claim.id for claim in claims.claims}
    _once(claims.claims, path, findings)
    _once(claims.corrections, path, findings)
    for correction in claims.corrections:
        for id in correction.of:
            if id not in known:
                what = f"{correction.id} corrects {id}, which is no claim of this list"
                findings.add(path, correction.line, what, suggestion(id, known))
    findings.raise_any()
    return claims


def _claim(fields: Fields) -> Claim:
    claim = Claim(fields.text("id"), fields.text("says"), fields.texts("sections"), fields.line)
    fields.finish()
    return claim


def _correction(fields: Fields) -> Correction:
    of = fields.texts("of")
    correction = Correction(fields.text("id"), of, fields.text("says"), fields.texts("sections"), fields.line)
    fields.finish()
    return correction


def _once(entries: Iterable[Claim | Correction], path: Path, findings: Findings) -> None:
    seen: dict[str, int] = {}
    for entry in entries:
        if entry.id in seen:
            findings.add(path, entry.line, f"{entry.id} stands on line {seen[entry.id]} already", "list it once")
        seen.setdefault(entry.id, entry.line)


def lessons_that_cover(claim: Claim, sections: Iterable[Section]) -> tuple[Lesson, ...]:
    return tuple(lesson for section in sections for lesson in section.lessons if claim.id in lesson.covers)


def lessons_that_correct(correction: Correction, sections: Iterable[Section]) -> tuple[Lesson, ...]:
    return tuple(lesson for section in sections for lesson in section.lessons if correction.id in lesson.corrects)


def uncovered(claims: Claims, sections: Mapping[str, Section]) -> tuple[Finding, ...]:
    """What is missing in `sections`, which are those that are installed, and what they name that is not in the list."""
    found = [*_missing(claims, sections), *_unknown(claims, sections.values())]
    return tuple(sorted(found))


def _missing(claims: Claims, sections: Mapping[str, Section]) -> Iterator[Finding]:
    where = claims.path.as_posix()
    for claim in claims.claims:
        for name in claim.sections:
            if name in sections and not lessons_that_cover(claim, [sections[name]]):
                cure = f"say so in a lesson, and name {claim.id} in its covers"
                yield Finding(where, claim.line, f"no lesson of {name} covers {claim.id}: {claim.says}", cure)
    for correction in claims.corrections:
        for name in correction.sections:
            if name in sections and not lessons_that_correct(correction, [sections[name]]):
                cure = f"write a callout ::: today {{{correction.id}}} where a reader would look for it"
                yield Finding(where, correction.line, f"no lesson of {name} makes the correction {correction.id}", cure)


def _unknown(claims: Claims, sections: Iterable[Section]) -> Iterator[Finding]:
    known = {claim.id for claim in claims.claims}
    corrections = {correction.id for correction in claims.corrections}
    for section in sections:
        for lesson in section.lessons:
            path = shown(lesson.path, section.path)
            for id in lesson.covers:
                if id not in known:
                    what = f"covers {id}, which is no claim of {claims.path.name}"
                    yield Finding(path, line_of("covers", lesson.path), what, suggestion(id, known))
            for id in lesson.corrects:
                if id not in corrections:
                    what = f"makes the correction {id}, which is not in {claims.path.name}"
                    yield Finding(path, lesson.text_line, what, suggestion(id, corrections))
