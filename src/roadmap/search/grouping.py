"""Passages that were found, put together as a reader looks for them: by section, page and heading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from roadmap.search.passages import Kind, Passage
from roadmap.search.query import Query
from roadmap.search.results import Found, Group, Hit
from roadmap.search.snippet import Matcher

PASSAGES_OF_A_PAGE = 3

Scored = tuple[Passage, float]


def grouped(scored: Sequence[Scored], query: Query, limit: int) -> Iterator[Group]:
    """At most `limit` pages, in the order of their best passages, below their sections.

    :param scored: best first.
    """
    pages: dict[str, list[Scored]] = {}
    for passage, score in scored:
        pages.setdefault(passage.page.url, []).append((passage, score))
    best = sorted(pages.values(), key=_score, reverse=True)[:limit]
    matcher = Matcher(query)
    for section in dict.fromkeys(mine[0][0].page.section for mine in best):
        found = [_found(mine, matcher) for mine in best if mine[0][0].page.section == section]
        title = next(mine[0][0].page.section_title for mine in best if mine[0][0].page.section == section)
        yield Group(section, title, tuple(found))


def _score(page: Sequence[Scored]) -> float:
    """A page is as good as its best passage, and a little better for each other one."""
    scores = sorted((score for _, score in page), reverse=True)
    return scores[0] + 0.1 * sum(scores[1:PASSAGES_OF_A_PAGE])


def _found(page: Sequence[Scored], matcher: Matcher) -> Found:
    page = sorted(page, key=lambda scored: -scored[1])
    # A lesson of which a sample was found is a lesson.
    kind = next((each.page.kind for each, _ in page if each.page.kind is not Kind.SAMPLE), Kind.LESSON)
    first = page[0][0].page
    # A passage that was found by the page's title alone, or by what stands below the headings, shows nothing new.
    own = [each for each in page if matcher.is_about(each[0])] or [each for each in page if not each[0].heading] or page
    hits = tuple(
        Hit(passage.heading, passage.url, matcher.snippet(passage), score)
        for passage, score in own[:PASSAGES_OF_A_PAGE]
    )
    return Found(kind, first.title, first.url, hits, _score(page), first.language)
