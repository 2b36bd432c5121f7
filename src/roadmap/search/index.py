"""The index: tantivy, in memory, built from the catalogue at start and read by as many threads as ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

import tantivy

from roadmap.catalogue import Catalogue
from roadmap.search.grouping import grouped
from roadmap.search.passages import Kind, Passage, passages
from roadmap.search.query import Query, Term, understood
from roadmap.search.results import Results
from roadmap.search.spelling import Vocabulary
from roadmap.search.words import stem, words

_WEIGHTS = {"title": 6.0, "heading": 3.0, "summary": 1.5, "text": 1.0, "code": 0.8, "whole": 0.5}
_WEIGHT_OF_KIND = {Kind.SECTION: 1.3, Kind.LESSON: 1.2, Kind.EXERCISE: 1.0, Kind.SAMPLE: 0.7, Kind.QUIZ: 0.6}
_PASSAGES = 120
"""So many passages are looked at, best first, to find the pages that they belong to."""

_HEAP = 32 << 20


class Index:
    """Safe to use from several threads."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._passages = list(passages(catalogue))
        self._schema = _schema()
        self._index = tantivy.Index(self._schema)
        said: Counter[str] = Counter()
        with self._index.writer(_HEAP, 1) as writer:
            for number, passage in enumerate(self._passages):
                writer.add_document(_document(number, passage, said))
        self._vocabulary = Vocabulary(said)
        self._index.reload()
        self._searcher = self._index.searcher()

    def __len__(self) -> int:
        """Passages that can be found."""
        return len(self._passages)

    def search(self, typed: str, limit: int = 20, *, exact: bool = False) -> Results:
        """What `typed` finds: at most `limit` pages, all of its words on each; if there is none, some of its words.

        :param exact: take every word as it is written; one that nobody uses then finds nothing.
        """
        query = understood(typed, self._vocabulary, exact=exact)
        if not query.terms:
            return Results(typed, missing=query.missing)
        scored = self._scored(query, every=True)
        partial = not scored
        if partial:
            scored = self._scored(query, every=False)
        return Results(
            typed,
            groups=tuple(grouped(scored, query, limit)),
            meant=query.text if query.corrected and scored else "",
            missing=query.missing,
            partial=partial and bool(scored),
        )

    def _scored(self, query: Query, *, every: bool) -> list[tuple[Passage, float]]:
        occur = tantivy.Occur.Must if every else tantivy.Occur.Should
        asked = tantivy.Query.boolean_query([(occur, self._query_for(term)) for term in query.terms])
        hits = self._searcher.search(asked, _PASSAGES, count=False).hits
        found = ((self._passages[self._searcher.doc(address)["number"][0]], score) for score, address in hits)
        return [(passage, score * _WEIGHT_OF_KIND[passage.page.kind]) for passage, score in found]

    def _query_for(self, term: Term) -> tantivy.Query:
        if term.phrase:
            stems: list[str | tuple[int, str]] = [stem(word) for word in term.words]
            return self._anywhere(lambda field: tantivy.Query.phrase_query(self._schema, field, stems))
        word = term.words[0]
        exact = self._anywhere(lambda field: tantivy.Query.term_query(self._schema, field, stem(word)))
        if not term.unfinished or len(word) < 2:
            return exact
        beginning = self._anywhere(
            lambda field: tantivy.Query.fuzzy_term_query(self._schema, field, word, distance=0, prefix=True)
        )
        either = [(tantivy.Occur.Should, exact), (tantivy.Occur.Should, tantivy.Query.boost_query(beginning, 0.3))]
        return tantivy.Query.boolean_query(either)

    def _anywhere(self, of: Callable[[str], tantivy.Query]) -> tantivy.Query:
        """The best field counts, the others a little: a word in the title is not found twice as well by being said."""
        queries = [tantivy.Query.boost_query(of(field), weight) for field, weight in _WEIGHTS.items()]
        return tantivy.Query.disjunction_max_query(queries, 0.2)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("number", stored=True)
    for field in _WEIGHTS:
        builder.add_text_field(field, stored=False, tokenizer_name="whitespace", index_option="position")
    return builder.build()


def _document(number: int, passage: Passage, said: Counter[str]) -> tantivy.Document:
    """What tantivy keeps of a passage; its words are counted in `said`."""
    document = tantivy.Document()
    document.add_unsigned("number", number)
    for field, text in _fields(passage).items():
        if not text:
            continue
        tokens = []
        for word in words(text):
            tokens.append(tantivy.Token(word.text, word.place, word.start, word.end))
            if (stemmed := stem(word.text)) != word.text:
                tokens.append(tantivy.Token(stemmed, word.place, word.start, word.end))
            # The whole of a page says again what its passages say.
            if field != "whole":
                said[word.text] += 1
        document.add_pre_tokenized_text(field, tantivy.PreTokenizedString(text, tokens))
    return document


def _fields(passage: Passage) -> Mapping[str, str]:
    return {
        "title": "" if passage.page.kind is Kind.SAMPLE else passage.page.title,
        "heading": passage.heading,
        "summary": passage.summary,
        "text": passage.text,
        "code": passage.code,
        "whole": passage.whole,
    }
