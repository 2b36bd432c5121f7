"""Forty queries as people mistype them, on three sections that are shipped; the page that was meant comes first."""

from __future__ import annotations

import pytest

from roadmap import assemble
from roadmap.search.index import Index
from roadmap.testing.site import named, settings_for

# What is typed, and the page that it should lead to.
MISSPELLED = {
    "why pyhton": "/learn/foundations/why-python",
    "populartiy claim": "/learn/foundations/why-python",
    "genrators": "/learn/foundations/python-essentials",
    "excpetions": "/learn/foundations/python-essentials",
    "technolgy map": "/learn/foundations/technology-map",
    "five framworks": "/learn/foundations/technology-map",
    "how the web wroks": "/learn/foundations/web-basics",
    "htpp headers backend": "/learn/foundations/web-basics",
    "databses sql": "/learn/foundations/databases",
    "isolaton": "/learn/foundations/databases",
    "realtional databases": "/learn/foundations/databases",
    "desinging an api": "/learn/foundations/api-design",
    "versoins and change": "/learn/foundations/api-design",
    "git snapshosts": "/learn/foundations/git-testing-debugging",
    "debuging method": "/learn/foundations/git-testing-debugging",
    "sql injecton": "/learn/foundations/security-basics",
    "cross site scriptng": "/learn/foundations/security-basics",
    "forgd requests": "/learn/foundations/security-basics",
    "acess log report": "/learn/foundations/exercises/log-report",
    "framwork in forty lines": "/learn/foundations/exercises/tiny-wsgi",
    "tests that cach bugs": "/learn/foundations/exercises/kill-the-mutants",
    "what mirco means": "/learn/flask/micro",
    "restfull dispach": "/learn/flask/rest-dispatch",
    "one resorce one class": "/learn/flask/rest-dispatch",
    "escapping": "/learn/flask/templates-ui",
    "aplication factory": "/learn/flask/app-factory",
    "configuraton in layers": "/learn/flask/app-factory",
    "debuger": "/learn/flask/devtools",
    "testng flask": "/learn/flask/testing",
    "concurency deployment": "/learn/flask/deploy-concurrency",
    "behind a porxy": "/learn/flask/deploy-concurrency",
    "url shortner": "/learn/flask/exercises/url-shortener",
    "leeking app": "/learn/flask/exercises/leaky-app",
    "what reddis is": "/learn/redis/what-is-redis",
    "data structres": "/learn/redis/data-structures",
    "cashe aside": "/learn/redis/cache-aside",
    "atomicty stampedes": "/learn/redis/atomicity-stampedes",
    "durabilty memory": "/learn/redis/durability-memory",
    "write behnid": "/learn/redis/write-behind-adopters",
    "leaderbord": "/learn/redis/exercises/leaderboard",
}
WANTED = 36


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:

    settings = settings_for(tmp_path_factory.mktemp("search"))
    return Index(assemble(settings, {}, named(["foundations", "flask", "redis"])).registry.catalogue)


def test_the_right_page_comes_first(index: Index) -> None:
    assert len(MISSPELLED) == 40
    first = {typed: [page.url for page in index.search(typed).pages][:1] for typed in MISSPELLED}
    wrong = {typed: urls for typed, urls in first.items() if urls != [MISSPELLED[typed]]}
    assert len(MISSPELLED) - len(wrong) >= WANTED, wrong


def test_what_was_meant_is_said(index: Index) -> None:
    assert index.search("sql injecton").meant == "sql injection"
    assert index.search("sql injection").meant == ""
