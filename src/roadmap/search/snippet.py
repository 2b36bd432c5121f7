"""The piece of a passage that shows why it was found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice

from roadmap.search.passages import Passage
from roadmap.search.query import Query
from roadmap.search.words import Word, plain, stem, words

WIDTH = 180
"""Characters, about two lines of a result."""

Snippet = tuple[tuple[str, bool], ...]


class Matcher:
    """Finds the words of one query in texts."""

    def __init__(self, query: Query) -> None:
        said = [word for term in query.terms for word in term.words]
        self._stems = {stem(word) for word in said}
        self._beginnings = tuple(term.words[0] for term in query.terms if term.unfinished)
        # Taking a long text apart costs milliseconds. A stem has the letters of its words, but perhaps the last.
        likely = sorted({_likely(stem(word)) for word in said} | {*self._beginnings}, key=len, reverse=True)
        self._likely = re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, likely))})", re.IGNORECASE)

    def snippet(self, passage: Passage) -> Snippet:
        """About `WIDTH` characters where most of the query's words are; pieces, and whether each matches."""
        for text in (passage.text, passage.code, passage.whole):
            flat = " ".join(text.split())
            start, end = self._window(flat)
            if found := [word for word in words(flat[start:end]) if self._matches(word)]:
                return _cut(flat, start, end, found)
        flat = " ".join((passage.summary or passage.text).split())
        return _cut(flat, 0, _end(flat, 0), [])

    def is_about(self, passage: Passage) -> bool:
        """Whether the passage says a word of the query itself."""
        said = (passage.heading, passage.text, passage.code, passage.summary)
        return any(self._likely.search(_folded(text)) for text in said)

    def _window(self, text: str) -> tuple[int, int]:
        """The stretch with the most different words, cut between words."""
        places = [(match.start(), match[0].casefold()) for match in islice(self._likely.finditer(_folded(text)), 50)]
        if not places:
            return 0, 0
        best = max((place for place, _ in places), key=lambda first: _different(places, first))
        start = max(0, best - WIDTH // 4)
        start = min(text.find(" ", start) + 1, best) if start else 0
        return start, _end(text, start)

    def _matches(self, word: Word) -> bool:
        begins = bool(self._beginnings) and word.text.startswith(self._beginnings)
        return begins or stem(word.text) in self._stems


def _folded(text: str) -> str:
    """Without accents, every letter at its place."""
    return text if text.isascii() else "".join(map(_letter, text))


@lru_cache(maxsize=4096)
def _letter(letter: str) -> str:
    plain_letter = plain(letter)
    return plain_letter if len(plain_letter) == 1 else letter


def _likely(stemmed: str) -> str:
    return stemmed[:-1] if len(stemmed) > 3 else stemmed


def _different(places: Sequence[tuple[int, str]], start: int) -> int:
    return len({said for place, said in places if 0 <= place - start < WIDTH * 3 // 4})


def _end(text: str, start: int) -> int:
    if len(text) - start <= WIDTH + 20:
        return len(text)
    cut = text.rfind(" ", start + WIDTH // 2, start + WIDTH)
    return cut if cut > 0 else start + WIDTH


def _cut(text: str, start: int, end: int, found: Sequence[Word]) -> Snippet:
    """:param found: words that match, counted from `start`."""
    pieces: list[tuple[str, bool]] = [("… ", False)] if start else []
    position = start
    for word in found:
        if start + word.start < position:
            continue
        pieces += [(text[position : start + word.start], False), (text[start + word.start : start + word.end], True)]
        position = start + word.end
    pieces += [(text[position:end], False), (" …" if end < len(text) else "", False)]
    return tuple(piece for piece in pieces if piece[0])
