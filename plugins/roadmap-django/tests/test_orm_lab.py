"""The lab with the real sandbox: what a visitor learns about their code, and what hostile code gets."""

from __future__ import annotations

import re

import pytest
from roadmap_django.examples import EXAMPLES

LAB = "/learn/django/orm-lab"
PLANTED = 1
pytestmark = pytest.mark.sandbox

JOINED = """
for order in Order.objects.filter(placed__gte="2026-10-01").order_by("id").select_related("customer"):
    titles = [line.book.title for line in order.lines.all()]
    print(order, order.placed, order.customer.name, "|", ", ".join(titles))
"""
THREE = JOINED.replace('select_related("customer")', 'select_related("customer").prefetch_related("lines__book")')
TWO = JOINED.replace(
    'select_related("customer")',
    'select_related("customer").prefetch_related(Prefetch("lines", Line.objects.select_related("book")))',
)


def run(app, example=2, code=None):
    form = app.get(f"{LAB}?example={example}").forms["lab"]
    if code is not None:
        form["code"] = code
    return form.submit()


def words(page):
    """What stands in the right half of the page, as text."""
    return re.sub(r"\s+", " ", page.html.find(id="result").parent.get_text(" ", strip=True))


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (1, ["Not found yet", "A query for each row?", "Statement 3 was sent 33 times, by line 2", "Ada Berger"]),
        (2, ["1 query", "INNER JOIN", "Sense and Sensibility", "Result: 4 rows", "Reads every row of shop_book"]),
        (3, ["1 query", "ORDER BY", "The Time Machine", "Sent by line 4"]),
        (4, ["1 query", "GROUP BY", "Result: 10 rows", "Virginia Woolf"]),
        (5, ["3 queries", "USING INDEX book_year", "SCAN shop_book", "ESCAPE"]),
        (6, ["1 query", "CORRELATED SCALAR SUBQUERY", "Karel Čapek"]),
        (7, ["2 queries", "UPDATE", "Value of the last line 6"]),
        (8, ["1 query", "NOT EXISTS", "Result:"]),
    ],
)
def test_examples_show_what_they_promise(site, number, expected):
    said = words(run(site, number))
    for word in expected:
        assert word in said, (word, said)


def test_every_example_is_tried_above():
    assert len(EXAMPLES) == 8


@pytest.mark.parametrize(
    ("code", "title", "count"),
    [
        (JOINED, "Not found yet", "at most 3 are allowed"),
        (THREE, "Found", "Prefetch takes a queryset"),
        (TWO, "Found", "with 2 queries in place of"),
        (THREE.replace("order.placed, ", ""), "Not the same page", "What is printed has changed"),
        ("Order.objects.count()", "Not the same page", "1 query"),
    ],
)
def test_the_planted_page_is_found_when_it_is_mended(site, code, title, count):
    said = words(run(site, PLANTED, code))
    assert title in said and count in said, said


def test_lines_from_memory_do_not_count(site):
    printed = run(site, PLANTED).html.find(attrs={"aria-label": "Printed"}).get_text()
    said = words(run(site, PLANTED, f"print({printed.strip()!r})"))
    assert "Not asked at all" in said


def test_the_planted_page_is_not_held_against_other_examples(site):
    assert "Not the same page" not in words(run(site, 2, "Order.objects.count()"))


def test_the_sql_is_laid_out_with_its_values(site):
    block = run(site, 2, 'Book.objects.filter(year__gt=1900, title="Emma\'s").only("title")').html.find(
        class_="statement"
    )
    lines = [line.strip() for line in block.find("code").get_text().splitlines()]
    assert lines[0] == 'SELECT "shop_book"."id", "shop_book"."title"'
    assert 'FROM "shop_book"' in lines
    assert any("'Emma''s'" in line for line in lines)


def test_a_row_shows_what_was_loaded_and_no_more(site):
    heads = [
        cell.get_text()
        for cell in run(site, 2, 'Book.objects.only("title").annotate(n=Count("lines"))').html.find_all("th")
    ]
    assert heads == ["id", "title", "n"]


def test_many_rows_are_counted_and_cut(site):
    page = run(site, 2, "Line.objects.all()")
    total = int(re.search(r"Result: (\d+) rows, the first 30 of them shown", words(page))[1])
    assert total == 72 and len(page.html.find_all("tr")) == 31


def test_a_change_is_gone_in_the_next_run(site):
    assert "Value of the last line 0" in words(run(site, 2, "Line.objects.all().delete(); Line.objects.count()"))
    assert "Value of the last line 72" in words(run(site, 2, "Line.objects.count()"))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("Book.objects.filter(", "SyntaxError"),
        ("Book.objects.filter(colour=1)", "Cannot resolve keyword &#39;colour&#39;"),
        ("1\nx = 1/0\n2", "query.py&#34;, line 2"),
        ("Book.objects.get()", "returned more than one Book"),
    ],
)
def test_what_is_raised_is_shown_with_the_visitors_own_lines(site, code, expected):
    page = run(site, 2, code)
    assert expected in page.text
    assert "It raised" in page.text and "site-packages" not in page.text


def test_statements_before_the_mistake_are_shown(site):
    said = words(run(site, 2, "list(Author.objects.all())\n1/0"))
    assert "1 query" in said and "shop_author" in said and "ZeroDivisionError" in said


HOSTILE = {
    "endless": ("while True: pass", "verdict-time_limit"),
    "exits": ("import os; os._exit(0)", "verdict-"),
    "raises exit": ("raise SystemExit(3)", "SystemExit: 3"),
    "big value": ("'x' * 10_000_000", "Value of the last line"),
    "much printed": ("print('<script>' * 100_000)", "&lt;script&gt;"),
    "many queries": ("for n in range(2000): Book.objects.filter(pk=n).exists()", "2000 queries"),
    "many statements": ("for n in range(80): list(Book.objects.extra(where=[f'{n}={n}']))", "Statement 30"),
    "long list": ("list(Book.objects.filter(pk__in=range(5000)))", "shop_book"),
    "no shop": ('connection.cursor().execute("DROP TABLE shop_line"); Line.objects.count()', "no such table"),
    "bad repr": ("class A:\n    def __repr__(self): raise ValueError('<b>')\nA()", "ValueError"),
    "strange rows": ("[(1, 2), 'x', {'a': 1}]", "Result: 3 rows"),
    "surrogate": ("print(chr(0xd800))", "Printed"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_code_gets_a_page_and_no_more(site, name):
    code, expected = HOSTILE[name]
    page = run(site, 2, code)
    assert page.status_int == 200
    assert expected in page.text, words(page)
    assert "<script>" not in page.text.replace("<script>\n", "")
    assert len(page.body) < 400_000


BREAKS = """
import gc
for one in gc.get_objects():
    if type(one).__name__ == "Log":
        type(one).report = lambda self: {report}
"""


@pytest.mark.parametrize(
    "report", ["5", "[5]", "[{}]", "[{'times': 'x', 'lines': [], 'sql': 'a', 'plan': []}]", "None"]
)
def test_a_forged_report_breaks_nothing_but_itself(site, report):
    assert "its report cannot be read" in words(run(site, 2, BREAKS.format(report=report)))


def test_a_forged_statement_is_shown_as_text(site):
    report = "[{'times': 2, 'lines': [7], 'sql': '<script>', 'plan': [[0, '<b>']]}]"
    page = run(site, 2, BREAKS.format(report=report))
    assert "&lt;b&gt;" in page.text and page.html.main.find("b") is None


def test_the_form_keeps_what_was_typed(site):
    page = run(site, 3, '"<b>you"')
    assert page.forms["lab"]["code"].value.strip() == '"<b>you"'
    assert page.forms["lab"]["example"].value == "3"
    assert "<b>you" not in page.text


def test_too_many_runs_are_told_to_wait_and_lose_nothing(roadmap_make_app):
    site = roadmap_make_app(rate_submissions=1)
    form = site.get(LAB).forms["lab"]
    form["code"] = "Book.objects.count()"
    # The first one makes a visitor, the second takes what that visitor has in this minute.
    form.submit(status=200)
    form.submit(status=200)
    page = form.submit(status=429)
    assert "try again" in page.text
    assert page.forms["lab"]["code"].value.strip() == "Book.objects.count()"
    assert int(page.headers["Retry-After"]) > 0


def test_without_a_sandbox_the_page_says_so(roadmap_make_app):
    page = run(roadmap_make_app(runner="off"), 2, "Book.objects.count()")
    assert page.forms["lab"]["code"].value.strip() == "Book.objects.count()"
    assert "verdict-unavailable" in page.text
