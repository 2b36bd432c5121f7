import string

import pytest


def word(random):
    return "".join(random.choices(string.ascii_lowercase, k=12))


@pytest.fixture
def author(http, random):
    return http.post("/api/authors/", json={"name": word(random)}).json()


def add(http, author, title, published="1851-10-18"):
    return http.post("/api/books/", json={"title": title, "author": author["id"], "published": published})


def test_created(http, author, random):
    """Answers 201 to a new book, with the book."""
    title = word(random)
    answer = add(http, author, title)
    assert answer.status_code == 201, f"The status is {answer.status_code}."
    assert answer.json()["title"] == title, "It is another book."


def test_author_named(http, author, random):
    """Shows the name of a book's author."""
    number = add(http, author, word(random)).json()["id"]
    assert http.get(f"/api/books/{number}/").json()["author_name"] == author["name"], "The name is wrong."


def test_fields(http, author, random):
    """Shows five fields, and no others."""
    fields = sorted(add(http, author, word(random)).json())
    assert fields == ["author", "author_name", "id", "published", "title"], f"The fields are {fields}."


def test_validated(http, author, random):
    """Refuses a day that there is not."""
    answer = add(http, author, word(random), published="1851-02-30")
    assert (answer.status_code, list(answer.json())) == (400, ["published"]), "A 400 that names the field is expected."


def test_paged(http, author, random):
    """Lists five books on a page."""
    for _ in range(6):
        add(http, author, word(random))
    page = http.get("/api/books/").json()
    assert len(page["results"]) == 5 and page["next"], "There are not five, or there is no next page."


def test_searched(http, author, random):
    """Finds books by the names of their authors."""
    title = word(random)
    add(http, author, title)
    found = http.get("/api/books/", params={"search": author["name"]}).json()["results"]
    assert [book["title"] for book in found] == [title], "Other books are found."


def test_ordered(http, author, random):
    """Orders by the day of publication when asked to."""
    for year in (1900, 1800, 2000):
        add(http, author, word(random), f"{year}-01-01")
    found = http.get("/api/books/", params={"search": author["name"], "ordering": "-published"}).json()["results"]
    assert [book["published"][:4] for book in found] == ["2000", "1900", "1800"], "The order is wrong."


def test_missing(http):
    """Answers 404 to a book that does not exist."""
    assert http.get("/api/books/99999/").status_code == 404, "404 is expected."
