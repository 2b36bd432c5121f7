"""The API from outside: over HTTP as its clients see it, and in the database file it leaves."""

import datetime
import sqlite3
import string

import pytest

FIELDS = ["author", "author_name", "id", "published", "title"]


def word(random, length=8):
    return "".join(random.choices(string.ascii_lowercase, k=length))


def day(random):
    return str(datetime.date(1800, 1, 1) + datetime.timedelta(days=random.randrange(80000)))


def shelf(random, authors, books):
    """[name, [[title, published], …]] for each author."""
    return [[f"{word(random)} {word(random)}".title(), [[word(random).title(), day(random)] for _ in range(books)]] for _ in range(authors)]


class Library:
    """A library that holds some books, an owner of theirs, and a member with a client of their own."""

    def __init__(self, new_http, probe, random, authors=2, books=2, shelves=None):
        self.http = new_http()
        self.owner = probe("join", word(random), word(random))
        name, password = word(random), word(random)
        self.user = probe("join", name, password)
        self.member = new_http(auth=(name, password))
        self.authors = shelves or shelf(random, authors, books)
        ids = probe("fill", self.authors, self.owner)
        self.books = [
            {"id": key, "title": title, "author": author, "author_name": name, "published": published}
            for (name, shelf), (author, keys) in zip(self.authors, ids, strict=True)
            for (title, published), key in zip(shelf, keys, strict=True)
        ]
        self.ids = [author for author, _ in ids]

    def new_book(self, random):
        return {"title": word(random), "author": random.choice(self.ids), "published": day(random)}


@pytest.fixture
def library(new_http, probe, random):
    return Library(new_http, probe, random)


def rows(files):
    """The table of books as it is on the disk: {id: {column: value}}."""
    copy = sqlite3.connect(":memory:")
    copy.row_factory = sqlite3.Row
    copy.deserialize(files.bytes("db.sqlite3"))
    return {row["id"]: dict(row) for row in copy.execute("SELECT * FROM library_book")}


def body(answer):
    """How an answer begins, in quotation marks, and whether it goes on."""
    return repr(answer.text[:200]) + ("…" if len(answer.text) > 200 else "")


def status(answer, want, what, hint=""):
    if answer.status_code == 404 and want != 404:
        hint = " Is the viewset registered with the router, as books?"
    if answer.status_code == 405:
        hint = " A ModelViewSet that is registered with a router has all the methods of the table."
    if answer.status_code == 403 and not hint:
        hint = " The request was signed in, and whoever is signed in may write."
    if answer.status_code == 500:
        hint = " The program's output has the traceback."
    plain = "json" in answer.headers.get("content-type", "") and 400 <= answer.status_code < 500 and want < 400
    said = f" It said: {body(answer)}" if plain else ""
    assert answer.status_code == want, f"{what} answered {answer.status_code}; {want} was expected.{hint}{said}"


def an_object(answer, what):
    found = answer.json()
    assert isinstance(found, dict), f"{what} answered {body(answer)}; an object was expected, one book."
    return found


def listed(answer, what):
    status(answer, 200, what)
    page = answer.json()
    assert isinstance(page, dict) and isinstance(page.get("results"), list) and "count" in page, (
        f"{what} should answer with an object that has count and results; it answered {body(answer)}. Pagination is off until the view has a "
        "pagination_class and that a size."
    )
    return page


def test_router(library):
    """GET /api/ leads to /api/books/, and that to each book"""
    answer = library.http.get("/api/")
    assert answer.status_code != 404, "GET /api/ answered 404; 200 was expected. A DefaultRouter makes that page, of what is registered; others do not."
    status(answer, 200, "GET /api/")
    address = answer.json().get("books") if isinstance(answer.json(), dict) else None
    assert address == "http://app/api/books/", (
        f"GET /api/ should name the address of books; it answered {body(answer)}. A DefaultRouter makes that page, of what is registered, under the names that it is registered with."
    )
    listed(library.http.get(address), "GET /api/books/")
    one = library.books[0]
    status(library.http.get(f"{address}{one['id']}/"), 200, "GET /api/books/<id>/")


def test_fields(library):
    """A book has exactly the fields of the task, in the list and alone"""
    want = library.books[0]
    page = listed(library.http.get("/api/books/"), "GET /api/books/")
    alone = library.http.get(f"/api/books/{want['id']}/")
    status(alone, 200, "GET /api/books/<id>/")
    for book in (*page["results"][:1], alone.json()):
        assert "owner" not in book, "The internal column owner left the server. Name the fields that may be seen; what a model gets later is then left out, too."
        assert sorted(book) == FIELDS, f"A book has the fields {', '.join(sorted(book))}; {', '.join(FIELDS)} were expected."
    assert alone.json() == want, f"GET /api/books/{want['id']}/ answered {alone.json()}; {want} was expected."


def test_pages(new_http, probe, random):
    """The list comes in pages of 10, by title and id, and counts all books"""
    shelves = shelf(random, random.randrange(4, 7), 6)
    same = word(random).title()
    for _, books in shelves[:3]:
        books[0][0] = same
    library = Library(new_http, probe, random, shelves=shelves)
    # As somebody may do for a report, and never says so to the API: now rows of one title do not happen to come by id.
    probe("index_titles")
    want = sorted(library.books, key=lambda book: (book["title"], book["id"]))
    got, where = [], "/api/books/"
    for number in range(1, (len(want) + 9) // 10 + 1):
        page = listed(library.http.get(where), f"GET {where}")
        expected = want[number * 10 - 10 : number * 10]
        assert page["count"] == len(want), f"There are {len(want)} books, and count is {page['count']!r}."
        assert len(page["results"]) == len(expected), (
            f"Page {number} of {len(want)} books has {len(page['results'])} of them; {len(expected)} were expected, 10 to a full page."
        )
        got += page["results"]
        last = number * 10 >= len(want)
        assert (page.get("next") is None) == last, f"Page {number} of {len(want)} books has {page.get('next')!r} under next."
        if not last:
            assert f"page={number + 1}" in page["next"], f"The next of page {number} is {page['next']}; it should lead to ?page={number + 1}."
            where = f"/api/books/?page={number + 1}"
    keys, expected = [book["id"] for book in got], [book["id"] for book in want]
    assert sorted(keys) == sorted(expected), "Page by page, some books came twice and others never. Without an order, the database may choose one for each page."
    titles = [book["title"] for book in got]
    places = [place for place, title in enumerate(titles, 1) if title == same]
    assert keys == expected or titles != sorted(titles), (
        f"The titles come in order, and the ids of the books called {same} as {[keys[place - 1] for place in places]}; those of one title should go by id. What the order "
        "leaves open, the database decides, and today's index changes it."
    )
    assert keys == expected, f"The titles come in the order {[book['title'] for book in got][:6]}…; they should go by title, and by id where titles are equal."
    status(library.http.get("/api/books/?page=999"), 404, "GET /api/books/?page=999")


def test_two_queries(new_http, probe, random):
    """A page of the list takes two queries, however many authors it shows"""
    library = Library(new_http, probe, random, authors=random.randrange(11, 16), books=1)
    probe("watch")
    try:
        page = listed(library.http.get("/api/books/"), "GET /api/books/")
    finally:
        statements = probe("seen")
    assert all("author_name" in book for book in page["results"]), "The books of the list have no author_name, so what that costs cannot be seen."
    shown = len({book["author_name"] for book in page["results"]})
    assert shown == len(page["results"]) > 1, f"{len(page['results'])} books of as many authors were listed, with {shown} different values under author_name."
    assert len(statements) <= 2, (
        f"A page with {len(page['results'])} books by as many authors took {len(statements)} queries; 2 were expected. The last of them:\n{statements[-1][:300]}\n"
        "Each book asked for its author. Let the view's queryset join them."
    )


def test_create(library, files, random):
    """POST creates a book, whose owner is the user who sent it"""
    book = library.new_book(random)
    sent = {**book, "owner": library.owner, "author_name": word(random), "id": 10**6 + random.randrange(1000)}
    answer = library.member.post("/api/books/", json=sent)
    status(answer, 201, f"POST /api/books/ with {book}")
    made = an_object(answer, "POST /api/books/")
    name = next(known["author_name"] for known in library.books if known["author"] == book["author"])
    want = {"id": made.get("id"), **book, "author_name": name}
    assert {key: made.get(key) for key in FIELDS} == want, f"POST /api/books/ with {sent} answered {made}; {want} was expected."
    stored = rows(files).get(made.get("id"))
    assert stored, f"POST /api/books/ answered 201 with the id {made.get('id')}, and the database has no such book."
    assert stored["owner_id"] != library.owner, "A client wrote a user's id under owner, and the server believed it. The owner is whoever sent the request."
    assert stored["owner_id"] == library.user, f"The new book's owner is {stored['owner_id']!r}; the user who sent it has the id {library.user}. See perform_create."


def complains(answer, field, what, hint=""):
    status(answer, 400, what, hint)
    problems = answer.json()
    assert isinstance(problems, dict) and field in problems, (
        f"{what} was refused with {body(answer)}; the field {field} should be among those it complains about. A rule on one field belongs to that field."
    )


def test_future_is_refused(library, files, random):
    """A date of publication in the future is refused, by POST, PUT and PATCH; today is fine"""
    now = datetime.datetime.now(datetime.timezone.utc)
    today = str(now.date())
    # A minute ahead, lest midnight comes between here and there.
    soon = str((now + datetime.timedelta(days=1, minutes=1)).date())
    later = str(now.date() + datetime.timedelta(days=random.randrange(30, 5000)))
    for date in (soon, later):
        complains(library.member.post("/api/books/", json={**library.new_book(random), "published": date}), "published", f"POST of a book published on {date}")
    key = library.books[0]["id"]
    hint = " What a view checks when something is created, nobody checks when it is changed: put the rule into the serializer."
    complains(library.member.put(f"/api/books/{key}/", json={**library.new_book(random), "published": later}), "published", f"PUT of a book published on {later}", hint)
    complains(library.member.patch(f"/api/books/{key}/", json={"published": later}), "published", f"PATCH of a book to be published on {later}", hint)
    assert rows(files)[key]["published"] == library.books[0]["published"], "PATCH was answered with 400, and the date in the database changed all the same."
    status(library.member.post("/api/books/", json={**library.new_book(random), "published": today}), 201, f"POST of a book published today, {today},")


def test_nonsense_is_refused(library, random):
    """An unknown author, a missing title and a date that is none get 400 with the field named"""
    book = library.new_book(random)
    complains(library.member.post("/api/books/", json={**book, "author": 10**6}), "author", "POST of a book by an unknown author")
    complains(library.member.post("/api/books/", json={"author": book["author"], "published": book["published"]}), "title", "POST of a book without a title")
    complains(library.member.post("/api/books/", json={**book, "published": word(random)}), "published", "POST of a book whose date is no date")


def found(library, **parameters):
    answer = library.http.get("/api/books/", params=parameters)
    page = listed(answer, f"GET /api/books/?{answer.url.query.decode()}")
    return page["results"], page["count"], answer.url.query.decode()


def test_search(new_http, probe, random):
    """search finds words of the title and of the author's name"""
    shelves = shelf(random, 3, 3)
    rare, first = word(random, 12), word(random, 12)
    shelves[0][0] = f"{first.title()} {word(random).title()}"
    shelves[1][1][1][0] = f"The {rare.title()} of {word(random)}"
    library = Library(new_http, probe, random, shelves=shelves)
    for term, want, what in (
        (rare, [library.books[4]["id"]], "a word of one title"),
        (first.upper(), [book["id"] for book in library.books[:3]], "an author's first name, in capitals"),
        (word(random, 16), [], "a word that is nowhere"),
    ):
        books, count, query = found(library, search=term)
        got = [book["id"] for book in books]
        assert not (len(got) == 9 and want != got), f"?{query} found all 9 books: search is not on. A view has the filters that its filter_backends name."
        assert sorted(got) == sorted(want), f"?{query} ({what}) found {len(got)} books; {len(want)} were expected. Which fields are in search_fields?"
        assert count == len(want), f"?{query} found {len(want)} books, and count says {count}."


def test_ordering(library):
    """ordering sorts by published or title, in both directions"""
    for field in ("published", "title"):
        want = sorted((book[field] for book in library.books))
        for minus in ("", "-"):
            books, _, query = found(library, ordering=minus + field)
            got = [book[field] for book in books]
            assert got == (want[::-1] if minus else want), f"?{query} lists {field} in the order {got}; {want[::-1] if minus else want} was expected."


def test_anonymous(library, files, random):
    """Everybody may read; whoever is not signed in and writes gets 401"""
    key, before = library.books[0]["id"], rows(files)
    for where in ("/api/books/", f"/api/books/{key}/"):
        status(library.http.get(where), 200, f"GET {where} without signing in", " Reading is open to all.")
    book = library.new_book(random)
    for method, where, body in (
        ("POST", "/api/books/", book),
        ("PUT", f"/api/books/{key}/", book),
        ("PATCH", f"/api/books/{key}/", {"title": word(random)}),
        ("DELETE", f"/api/books/{key}/", None),
    ):
        answer = library.http.request(method, where, json=body)
        status(answer, 401, f"{method} {where} without signing in", " DRF lets everybody do everything until permission_classes say otherwise.")
        assert answer.headers.get("www-authenticate"), f"The 401 of {method} {where} has no WWW-Authenticate header, by which a client learns how to sign in."
    assert rows(files) == before, "A request without signing in was answered with 401 and changed the database all the same."


def test_unknown_id(library, random):
    """An id that does not exist gets 404"""
    where = f"/api/books/{10**6 + random.randrange(10**6)}/"
    for method, body in (("GET", None), ("PUT", library.new_book(random)), ("PATCH", {"title": "x"}), ("DELETE", None)):
        status(library.member.request(method, where, json=body), 404, f"{method} {where}")
    # A 404 is easily had where nothing answers at all.
    status(library.http.get(f"/api/books/{library.books[0]['id']}/"), 200, "GET of a book that exists")


def test_partial_update(library, files, random):
    """PATCH changes what it mentions and keeps the rest, the owner included"""
    book = library.books[0]
    title = word(random)
    answer = library.member.patch(f"/api/books/{book['id']}/", json={"title": title, "owner": library.user})
    status(answer, 200, f"PATCH /api/books/{book['id']}/ with a title")
    want = {**book, "title": title}
    assert {key: an_object(answer, "The request").get(key) for key in FIELDS} == want, f"PATCH with a title answered {answer.json()}; {want} was expected."
    stored = rows(files)[book["id"]]
    assert (stored["title"], stored["published"], stored["author_id"]) == (title, book["published"], book["author"]), (
        f"After PATCH with a title, the database has {stored}; only the title should have changed."
    )
    assert stored["owner_id"] == library.owner, "After PATCH, the book belongs to somebody else. The owner is set when a book is created, and stays."


def test_replace_and_delete(library, files, random):
    """PUT replaces a book, DELETE removes it"""
    book, other = library.books[0], library.books[-1]
    new = {**library.new_book(random), "author": other["author"]}
    answer = library.member.put(f"/api/books/{book['id']}/", json=new)
    status(answer, 200, f"PUT /api/books/{book['id']}/ with {new}")
    want = {"id": book["id"], **new, "author_name": other["author_name"]}
    assert {key: an_object(answer, "The request").get(key) for key in FIELDS} == want, f"PUT with {new} answered {answer.json()}; {want} was expected."
    assert rows(files)[book["id"]]["owner_id"] == library.owner, "After PUT, the book belongs to somebody else. The owner is set when a book is created, and stays."
    status(library.member.delete(f"/api/books/{book['id']}/"), 204, f"DELETE /api/books/{book['id']}/")
    left = rows(files)
    assert book["id"] not in left and len(left) == len(library.books) - 1, f"DELETE answered 204, and the database has {len(left)} of {len(library.books)} books."
    status(library.http.get(f"/api/books/{book['id']}/"), 404, "GET of a book that was deleted")
