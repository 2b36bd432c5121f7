"""What somebody typed, understood: words, phrases in quotation marks, and a last word that may not be finished."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from roadmap.search.spelling import Vocabulary
from roadmap.search.words import asked, parts_of

LONGEST = 200
"""Characters of a query that count."""

MOST = 12
"""Words of a query that count."""

_PHRASE = re.compile(r'"([^"]*)"?')


@dataclass(frozen=True, slots=True)
class Term:
    """One word, or several that must stand together. `typed` is how it was written."""

    words: tuple[str, ...]
    phrase: bool = False
    unfinished: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """Terms to look for, and what became of those that the site does not have."""

    terms: tuple[Term, ...]
    corrected: bool = False
    missing: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """How one would type it."""
        return " ".join(f'"{" ".join(term.words)}"' if term.phrase else term.words[0] for term in self.terms)


def understood(typed: str, vocabulary: Vocabulary, *, exact: bool = False) -> Query:
    """`typed` as a query, its misspelled words replaced by those that were probably meant, unless it is `exact`."""
    terms: list[Term] = []
    missing: list[str] = []
    corrected = False
    for term in _terms(typed[:LONGEST]):
        meant, unknown = _known(term, vocabulary) if exact else _meant(term, vocabulary)
        corrected |= bool(meant) and tuple(word for part in meant for word in part.words) != term.words
        missing += unknown
        terms += meant
    return Query(tuple(dict.fromkeys(terms)), corrected, tuple(missing))


def _terms(typed: str) -> list[Term]:
    terms: list[Term] = []
    position = 0
    for match in [*_PHRASE.finditer(typed), None]:
        between = typed[position : match.start() if match else len(typed)]
        terms += [Term((word,)) for word in asked(between)]
        if match and (said := tuple(asked(match[1]))):
            terms.append(Term(said, phrase=len(said) > 1))
        position = match.end() if match else position
    terms = list(dict.fromkeys(terms))[:MOST]
    if terms and not terms[-1].phrase and typed[-1:].isalnum():
        terms[-1] = replace(terms[-1], unfinished=True)
    return terms


Meant = tuple[list[Term], Sequence[str]]
"""What to look for in place of a term, and the words of it that nothing resembles."""


def _known(term: Term, vocabulary: Vocabulary) -> Meant:
    unknown = [word for word in term.words if not _is_known(word, term, vocabulary)]
    return ([] if unknown else [term]), unknown


def _meant(term: Term, vocabulary: Vocabulary) -> Meant:
    found: list[str] = []
    unknown: list[str] = []
    for word in term.words:
        meant = word if _is_known(word, term, vocabulary) else vocabulary.nearest(word)
        (found.append(meant) if meant else unknown.append(word))
    if unknown and not term.phrase and len(parts := parts_of(term.words[0])) > 1:
        # No such name, but perhaps its parts: `flask.Flaks`.
        pairs = [_meant(Term((part,)), vocabulary) for part in parts]
        return [each for meant, _ in pairs for each in meant], [word for _, missing in pairs for word in missing]
    if not found or unknown:
        return [], unknown
    changed = tuple(found) != term.words
    return [replace(term, words=tuple(found), unfinished=term.unfinished and not changed)], unknown


def _is_known(word: str, term: Term, vocabulary: Vocabulary) -> bool:
    return word in vocabulary or (term.unfinished and vocabulary.begins(word))
