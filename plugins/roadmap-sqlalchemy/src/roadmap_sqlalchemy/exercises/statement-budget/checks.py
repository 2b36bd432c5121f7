"""Checks of the exercise statement-budget: the same answers, fewer statements, nothing loaded in vain."""

GENRES = ["ballad", "essay", "novel", "satire", "tragedy"]


def shop(random, authors):
    """Rows of a shop; some authors without books, some books without genres and reviews."""
    tables = {"author": [], "genre": [{"id": n, "name": name} for n, name in enumerate(random.sample(GENRES, 5), 1)], "book": [], "book_genre": [], "review": []}
    for a in range(1, authors + 1):
        tables["author"].append({"id": a, "name": f"name {random.randrange(10**6)}"})
        for _ in range(0 if a % 5 == 2 else random.randint(1, 6)):
            b = len(tables["book"]) + 1
            tables["book"].append({"id": b, "title": f"title {b} {random.randrange(10**6)}", "author_id": a})
            tables["book_genre"] += [{"book_id": b, "genre_id": g} for g in random.sample(range(1, 6), random.randint(0, 3))]
            for _ in range(random.randint(0, 3)):
                tables["review"].append({"id": len(tables["review"]) + 1, "book_id": b, "stars": random.randint(1, 5)})
    return tables


def of_author(tables, author):
    return [book for book in tables["book"] if book["author_id"] == author["id"]]


def by_author(tables):
    books = {}
    for book in tables["book"]:
        books.setdefault(book["author_id"], []).append(book)
    return books


def within(facts, budget, method, authors):
    count = facts["statements"]
    assert count > 0, f"{method} sent no statement at all. Each call asks a new session."
    assert count <= budget, f"{method} sent {count} statements for {authors} authors; {budget} are allowed. That looks like a statement for each row. The last one: {' '.join(facts['last'].split())[:150]}"


def test_catalogue_takes_three_statements(probe, random, expect):
    """catalogue returns authors with books and genres, in at most 3 statements."""
    tables = shop(random, 12)
    facts = probe("ask", tables, "catalogue", [])
    names = {genre["id"]: genre["name"] for genre in tables["genre"]}
    genres = {}
    for pair in tables["book_genre"]:
        genres.setdefault(pair["book_id"], []).append(names[pair["genre_id"]])
    want = [[author["name"], [[book["title"], sorted(genres.get(book["id"], []))] for book in of_author(tables, author)]] for author in tables["author"]]
    got = [row[0] for row in facts["answer"]]
    assert len(got) <= len(tables["author"]), f"{len(got)} entries for {len(tables['author'])} authors: some are in it more than once. A join repeats the parent for each of its children."
    expect(facts["answer"]).equals(want, message="The catalogue of 12 authors.")
    within(facts, 3, "catalogue", 12)


def test_shelf_takes_one_statement(probe, random, expect):
    """shelf returns each book with its author's name, in one statement."""
    tables = shop(random, 12)
    facts = probe("ask", tables, "shelf", [])
    names = {author["id"]: author["name"] for author in tables["author"]}
    expect(facts["answer"]).equals([f"{book['title']} by {names[book['author_id']]}" for book in tables["book"]], message="The shelf.")
    within(facts, 1, "shelf", 12)


def test_counts_takes_one_statement(probe, random, expect):
    """counts returns the number of books of each author, in one statement, without loading the books."""
    tables = shop(random, 12)
    facts = probe("ask", tables, "counts", [])
    want = [[author["name"], len(of_author(tables, author))] for author in tables["author"]]
    expect(facts["answer"]).equals(
        want,
        if_equals=[
            ([row for row in want if row[1]], "Authors without books are missing: an inner join has no row for them."),
            ([[name, count or 1] for name, count in want], "It counts 1 for an author without books: the row of an outer join is there, with nothing in it. Count the book's id."),
        ],
        message="The number of books of each author.",
    )
    within(facts, 1, "counts", 12)
    assert not facts["loaded"].get("Book"), f"{facts['loaded']['Book']} books were loaded to count them. Let the database count."


def test_a_page_has_as_many_authors_as_it_should(probe, random, expect):
    """page returns `size` authors with all of their books, in at most 2 statements."""
    tables = shop(random, 23)
    for number, size in ((1, 10), (2, 10), (3, 10), (4, 10), (2, 3)):
        facts = probe("ask", tables, "page", [number, size])
        chosen = tables["author"][(number - 1) * size : number * size]
        want = [[author["name"], [book["title"] for book in of_author(tables, author)]] for author in chosen]
        got = facts["answer"]
        assert len(got) == len(want), f"Page {number} of size {size} has {len(got)} authors instead of {len(want)}. If there is a join, LIMIT counted rows of the join."
        expect(got).equals(want, message=f"Page {number} of size {size}.")
        within(facts, 2, "page", 23)


def test_a_page_is_cut_by_the_database(probe, random):
    """page loads the authors of that page and no others."""
    facts = probe("ask", shop(random, 40), "page", [3, 5])
    count = facts["loaded"].get("Author", 0)
    assert count <= 5, f"A page of 5 authors loaded {count} of them: it was cut in Python. LIMIT and OFFSET belong into the statement."


def test_rated_takes_one_statement(probe, random, expect):
    """rated compares averages in the database: one statement, no reviews loaded."""
    tables = shop(random, 15)
    stars = {}
    for review in tables["review"]:
        stars.setdefault(review["book_id"], []).append(review["stars"])
    for minimum in (2, 3, 3.5, 5):
        facts = probe("ask", tables, "rated", [minimum])
        want = [book["title"] for book in tables["book"] if book["id"] in stars and sum(stars[book["id"]]) / len(stars[book["id"]]) >= minimum]
        expect(facts["answer"]).equals(want, message=f"Titles with at least {minimum} stars on average.")
        within(facts, 1, "rated", 15)
        loaded = facts["loaded"].get("Review", 0) + facts["loaded"].get("Book", 0)
        assert not loaded, f"{loaded} books and reviews were loaded to compute averages. The database has avg()."


def test_a_thousand_authors_cost_no_more(probe, random, expect):
    """For 1,000 authors the budgets are the same, and so are the answers."""
    tables = shop(random, 1000)
    books = by_author(tables)
    for method, budget, args in (("catalogue", 3, []), ("shelf", 1, []), ("counts", 1, []), ("page", 2, [40, 25]), ("rated", 1, [3])):
        facts = probe("ask", tables, method, args)
        # selectinload splits long lists of keys, 500 at a time; that is the library's doing and grows a hundred times slower.
        allowed = budget if method != "catalogue" else 1 + 2 + len(tables["book"]) // 500 + 1
        within(facts, allowed, method, 1000)
        if method == "counts":
            want = [[author["name"], len(books.get(author["id"], []))] for author in tables["author"]]
            assert facts["answer"] == want, "counts for 1,000 authors differs from what is in the tables."
        if method == "page":
            want = [[author["name"], [book["title"] for book in books.get(author["id"], [])]] for author in tables["author"][975:1000]]
            assert facts["answer"] == want, "The last page of 1,000 authors differs from what is in the tables."
