"""How text becomes words: the same way for what is indexed and for what is asked, and with an eye for code.

A name such as `select_related`, `@app.task` or `docker-compose.yml` is one word, and so is each of its parts: all of
them stand at one place of the text, so that the whole finds it, a part does, and phrases still hold together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import tantivy

LONGEST = 60
"""Characters of a word that count; more are cut off, alike in text and query."""

_RUN = re.compile(r"@?\w+(?:[._\-/+]+\w+)*(?:\+\+|#)?")
_NAME = re.compile(r"\w+")
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\W\d_A-Z]+|\d+|[^\W_]+")
_STEMMER = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw()).filter(tantivy.Filter.stemmer("english")).build()


class Word(NamedTuple):
    """`text` as it is compared; `place` counts the words before it; characters `start` to `end` of the text show it."""

    text: str
    place: int
    start: int
    end: int
    whole: bool = True
    """False for a part of a name."""


def words(text: str) -> Iterator[Word]:
    """All words of `text`, names first and then their parts, at the same place."""
    for place, run in enumerate(_RUN.finditer(text)):
        begin = run.start()
        for said, start, end, whole in _pieces(run[0]):
            yield Word(said, place, begin + start, begin + end, whole)


# Most words of a text have been seen before.
@lru_cache(maxsize=65536)
def _pieces(name: str) -> tuple[tuple[str, int, int, bool], ...]:
    """`QuerySet.prefetch_related` itself, its names, and what those are made of: text, start, end, whether whole."""
    found = [(plain(name.lstrip("@")), 0, len(name), True)]
    names = list(_NAME.finditer(name))
    said = {name.lstrip("@"), *(each[0] for each in names)}
    smaller = [*(names if len(names) > 1 else ()), *(part for part in _PART.finditer(name) if part[0] not in said)]
    return (*found, *((plain(part[0]), part.start(), part.end(), False) for part in smaller))


def asked(query: str) -> list[str]:
    """The words of a query, names whole."""
    return [word.text for word in words(query) if word.whole]


def parts_of(name: str) -> list[str]:
    """What a name such as `flask.Flask` is made of; a plain word is made of itself."""
    return [plain(part[0]) for part in _PART.finditer(name)]


@lru_cache(maxsize=65536)
def plain(word: str) -> str:
    """Without case and accents."""
    folded = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in folded if not unicodedata.combining(letter))[:LONGEST]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """What `query` and `queries` have in common. Names are left as they are."""
    if not word.isascii() or not word.isalpha():
        return word
    stemmed: list[str] = _STEMMER.analyze(word)
    return stemmed[0] if stemmed else word
