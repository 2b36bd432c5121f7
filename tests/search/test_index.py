"""What queries find: names of code, phrases, beginnings, accents, mistakes; and what they must not find."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roadmap.catalogue import Catalogue
from roadmap.search import LazyIndex
from roadmap.search.index import Index


def urls(index: Index, typed: str, **options: bool) -> list[str]:
    """The pages, and of each the best passage."""
    return [page.hits[0].url for page in index.search(typed, **options).pages]


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("select_related", "/learn/orm/queries#fewer-queries"),
        ("prefetch", "/learn/orm/queries#fewer-queries"),
        ("prefetch_related", "/learn/orm/queries#fewer-queries"),
        ("QuerySet", "/learn/orm/queries#fewer-queries"),
        ("@app.task", "/learn/bees/tasks#a-task"),
        ("app.task", "/learn/bees/tasks#a-task"),
        ("docker-compose.yml", "/learn/orm/queries#migrations"),
        ("compose", "/learn/orm/queries#migrations"),
        ("migrat", "/learn/orm/queries#migrations"),
        ("migration", "/learn/orm/queries#migrations"),
        ("httpresponse", "/learn/bees/plain"),
        ("response", "/learn/bees/plain"),
        ("creme brulee", "/learn/bees/plain"),
        ("CRÈME", "/learn/bees/plain"),
        ('"event loop"', "/learn/bees/tasks#a-task"),
        ("propolis", "/learn/bees/tasks#sample-be-hello"),
        ("hello.py", "/learn/bees/tasks#sample-be-hello"),
        ("waggle", "/learn/bees/quiz#question-dance"),
        ("swarm", "/learn/bees/exercises/hive"),
        ("honeycombs", "/learn/bees/exercises/hive"),
        ("mapper", "/learn/orm"),
    ],
)
def test_found(index: Index, typed: str, url: str) -> None:
    results = index.search(typed)
    assert urls(index, typed)[0] == url
    assert (results.meant, results.missing) == ("", ())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("selectrelated", "select_related"),
        ("selct_realted", "select_related"),
        ("docker-compose.yaml", "docker-compose.yml"),
        ("migartions", "migrations"),
        ("app.taks", "app.task"),
        ("swram workers", "swarm workers"),
        ("queryset.wroker", "queryset worker"),
    ],
)
def test_what_was_meant(index: Index, typed: str, meant: str) -> None:
    results = index.search(typed)
    assert results.meant == meant
    assert urls(index, typed) == urls(index, f"{meant} ")
    exact = index.search(typed, exact=True)
    assert exact.meant == "" and exact.missing


@pytest.mark.parametrize("secret", ["quintessence", "zymurgy", "nectarine", "xylophones"])
def test_solutions_checks_hints_and_answers_are_not_found(index: Index, secret: str) -> None:
    results = index.search(secret)
    assert results.missing == (secret,)
    assert results.groups == ()


@pytest.mark.parametrize("typed", ["", " ", '""', '"', "%%%", "---", "\x00", "@", "\ud800", "()[]{}*?~^:"])
def test_nothing_to_look_for(index: Index, typed: str) -> None:
    assert index.search(typed).groups == ()


def test_what_is_nowhere_is_said_and_the_rest_is_found(index: Index) -> None:
    results = index.search("migrations of kryptonite")
    assert results.missing == ("kryptonite",)
    assert results.pages[0].url == "/learn/orm/queries"


def test_a_phrase_stands_together(index: Index) -> None:
    assert urls(index, '"loop event"') == []
    assert len(urls(index, "loop event")) == 1


def test_words_in_different_passages_are_on_one_page(index: Index) -> None:
    assert urls(index, "prefetch_related migrations")[0].startswith("/learn/orm/queries")


def test_words_of_different_pages_find_each(index: Index) -> None:
    assert index.search("prefetch_related swarm").partial
    assert not index.search("prefetch_related migrations").partial
    found = urls(index, "prefetch_related swarm")
    assert {url.partition("#")[0] for url in found} == {"/learn/orm/queries", "/learn/bees/exercises/hive"}


def test_pages_are_in_the_order_of_their_sections_best_first(index: Index) -> None:
    groups = index.search("worker").groups
    assert [group.title for group in groups] == ["Bees"]
    scores = [page.score for page in groups[0].pages]
    assert scores == sorted(scores, reverse=True) and len(scores) == 2


def test_snippets_show_what_was_found(index: Index) -> None:
    (hit, *_) = index.search("brûlée").pages[0].hits
    assert [text for text, match in hit.snippet if match] == ["brûlée"]
    assert "".join(text for text, _ in hit.snippet).startswith("Naïve readers")


words = st.sampled_from(
    [
        "select_related",
        "tasks",
        '"',
        '"event loop',
        "@app.task",
        "<script>",
        "AND",
        "a:b",
        "*",
        "\\",
        "-",
        "café",
        "\x00",
    ]
)


@settings(deadline=None)
@given(st.lists(words | st.text(max_size=40), max_size=20).map(" ".join))
def test_any_query_is_answered(index: Index, typed: str) -> None:
    results = index.search(typed)
    assert results.query == typed
    for page in results.pages:
        assert page.url.startswith("/learn/") and 1 <= len(page.hits) <= 3
        for hit in page.hits:
            assert hit.url.startswith(page.url)
            assert sum(len(text) for text, _ in hit.snippet) < 260


def test_a_long_query_is_answered(index: Index) -> None:
    assert urls(index, "migrations " + "x" * 100_000)[0] == "/learn/orm/queries#migrations"


def test_it_is_built_once_and_when_it_is_needed(catalogue: Catalogue) -> None:
    built = []

    def asked_for() -> Catalogue:
        built.append(1)
        return catalogue

    lazy = LazyIndex(asked_for)
    assert not lazy.is_built
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda _: lazy.search("migrations"), range(8)))
    assert len(built) == 1 and lazy.is_built
    assert all(results == found[0] for results in found) and found[0].pages


def test_an_empty_site_has_nothing(catalogue: Catalogue) -> None:
    assert Index(Catalogue()).search("anything").groups == ()
