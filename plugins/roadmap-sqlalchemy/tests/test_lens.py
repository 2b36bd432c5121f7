"""The lens with the real sandbox: what a visitor learns about their code, and what hostile code gets."""

from __future__ import annotations

import re

import pytest
from roadmap_sqlalchemy.examples import EXAMPLES

LENS = "/learn/sqlalchemy/lens"
pytestmark = pytest.mark.sandbox


def run(app, example=1, code=None):
    form = app.get(f"{LENS}?example={example}").forms["lens"]
    if code is not None:
        form["code"] = code
    return form.submit()


def words(page):
    """What stands in the right half of the page, as text."""
    return re.sub(r"\s+", " ", page.html.find(id="result").parent.get_text(" ", strip=True))


def sql(page):
    """The shown SQL: colours cut it into pieces, so its text is put together without spaces between them."""
    return [" ".join(code.get_text().split()) for code in page.html.find(id="result").parent.find_all("code")]


def steps(page):
    """The time line's steps without their SQL."""
    return [re.sub(r"\s+", " ", step.find("p").get_text(" ", strip=True)) for step in page.html.select(".time-line li")]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (
            1,
            [
                "1 statement",
                "year < ?",
                "%(year_1)s::INTEGER",
                "year < %s",
                "year_1 = 1850",
                "Result: 4 rows",
                "Frankenstein",
            ],
        ),
        (2, ["ILIKE", "lower(author.name) LIKE lower(?)", "concat(author.name", "George Eliot: Middlemarch"]),
        (3, ["5 statements", "Flush: 4 new", "COMMIT"]),
        (
            4,
            [
                "copies = 7, noted only",
                "Flush: 1 changed",
                "Value of the last line 27",
                "rolled back, since nobody committed",
            ],
        ),
        (5, ["IntegrityError UNIQUE constraint failed", "ROLLBACK to the savepoint", "[4]"]),
        (6, ["8 statements", "Jane Austen"]),
        (7, ["ON CONFLICT", "MySQL can’t spell it", "Miss Austen"]),
        (8, ["FOR UPDATE SKIP LOCKED", "Result: 1 row"]),
        (9, ["Book 'Frankenstein' is deleted", "DELETE is sent with 2 sets of values", "['The Last Man']"]),
    ],
)
def test_examples_show_what_they_promise(site, number, expected):
    page = run(site, number)
    said = " ".join([words(page), *sql(page)])
    for word in expected:
        assert word in said, (word, said)


def test_every_example_is_tried_above():
    assert len(EXAMPLES) == 9


def test_the_time_line_keeps_the_order_of_the_unit_of_work(site):
    line = steps(run(site, 3))
    pending = next(n for n, step in enumerate(line) if "Author 'Mary Wollstonecraft' is pending" in step)
    border = next(n for n, step in enumerate(line) if "BEGIN" in step)
    sent = [n for n, step in enumerate(line) if "INSERT is sent" in step]
    assert pending < border < sent[0]
    assert sent[-1] < len(line) - 1 and line[-1].startswith("Transaction COMMIT")
    assert line[pending].endswith("(line 2)") and line[-1].endswith("(line 4)")


def test_a_better_question_takes_fewer_statements(site):
    code = """
for author in session.scalars(select(Author).options(selectinload(Author.books))):
    print(author.name, len(author.books))
"""
    assert words(run(site, 6, code)).startswith("What happened 2 statements")


def test_each_statement_of_the_time_line_can_be_read_in_the_other_dialects(site):
    page = run(site, 4)
    names = [fold.get_text() for fold in page.html.select(".time-line details")]
    assert len(names) == 3
    assert all("PostgreSQL" in text and "MySQL" in text for text in names)


def test_columns_come_in_the_order_of_the_model(site):
    heads = [cell.get_text() for cell in run(site, 1, "select(Book)").html.find_all("th")]
    assert heads == ["id", "title", "year", "copies", "author_id"]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("session.add(Author(name='x'))", "The session still has 1 new, never sent"),
        ("session.add(Author(name='x'))\nsession.flush()", "nobody committed"),
        ("update(Book).values(copies=9)", "10 rows were changed"),
        ("session.execute(select(Book.title, Author)).all()", "Author 'Jane Austen'"),
        ("session.get(Book, 1)", "Book object"),
        ("select(Book).where(Book.id > 99)", "Result: 0 rows"),
        ("[n for n in range(3)]", "[0, 1, 2]"),
    ],
)
def test_what_is_left_and_what_came_back_is_told(site, code, expected):
    assert expected in words(run(site, 1, code))


def test_a_change_is_gone_in_the_next_run(site):
    count = "session.scalars(select(func.count(Book.id))).all()"
    emptied = f"session.execute(delete(book_genre))\nsession.execute(delete(Book))\nsession.commit()\n{count}"
    assert "[0]" in words(run(site, 1, emptied))
    assert "[10]" in words(run(site, 1, count))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("select(Book", "SyntaxError"),
        ("select(Book).where(Book.colour == 1)", "has no attribute &#39;colour&#39;"),
        ("1\nx = 1/0\n2", "query.py&#34;, line 2"),
        ("insert('book')", "subject table for an INSERT"),
        ("session.scalars(select(Book)).one()", "MultipleResultsFound"),
        ("raise SystemExit(3)", "SystemExit: 3"),
    ],
)
def test_what_is_raised_is_shown_with_the_visitors_own_lines(site, code, expected):
    page = run(site, 1, code)
    assert expected in page.text
    assert "It raised" in page.text and "site-packages" not in page.text


HOSTILE = {
    "endless": ("while True: pass", "verdict-time_limit"),
    "exits": ("import os; os._exit(0)", "verdict-"),
    "big value": ("'x' * 10_000_000", "Value of the last line"),
    "much printed": ("print('<script>' * 100_000)", "&lt;script&gt;"),
    "many statements": ("for n in range(500): session.scalar(select(Book.id).limit(1))", "500 statements"),
    "a long statement": ("select(Book).where(Book.title == 'y' * 100_000)", "Result: 0 rows"),
    "no table": ("session.execute(text('DROP TABLE book_genre'))\nselect(book_genre)", "no such table"),
    "bad repr": ("class A:\n    def __repr__(self): raise ValueError('<b>')\nA()", "ValueError"),
    "surrogate": ("print(chr(0xd800))", "Printed"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_code_gets_a_page_and_no_more(site, name):
    code, expected = HOSTILE[name]
    page = run(site, 1, code)
    assert page.status_int == 200
    assert expected in page.text, words(page)
    assert "<script>" not in page.text.replace("<script>\n", "")
    assert len(page.body) < 600_000


BREAKS = """
import gc
for one in gc.get_objects():
    if type(one).__name__ == "TimeLine":
        one.__dict__["steps"] = {steps}
"""


@pytest.mark.parametrize("forged", ["5", "[5]", "[{}]", "[{'kind': 'x', 'line': 'y'}]"])
def test_a_forged_report_breaks_nothing_but_itself(site, forged):
    page = run(site, 1, BREAKS.format(steps=forged))
    assert page.status_int == 200
    assert "cannot be read" in words(page) or page.html.select(".verdict, [class*=verdict]")


def test_the_form_keeps_what_was_typed(site):
    page = run(site, 3, '"<b>you"')
    assert page.forms["lens"]["code"].value.strip() == '"<b>you"'
    assert page.forms["lens"]["example"].value == "3"
    assert "<b>you" not in page.text


def test_without_a_sandbox_the_page_says_so(roadmap_make_app):
    page = run(roadmap_make_app(runner="off"), 1, "select(Book)")
    assert page.forms["lens"]["code"].value.strip() == "select(Book)"
    assert "verdict-unavailable" in page.text
