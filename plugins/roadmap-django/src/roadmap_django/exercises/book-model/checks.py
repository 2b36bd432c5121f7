"""The tables are looked at and written to from outside, in a copy of the database file; querysets are asked inside."""

import datetime
import sqlite3
import string

COPY = "Press Run, and copy what it prints from the line # library/migrations/0002_book.py on."


def word(random, length=10):
    return "".join(random.choices(string.ascii_letters, k=length))


def day(random):
    return datetime.date(2000, 1, 1) + datetime.timedelta(days=random.randrange(9000))


def database(files):
    """A copy of the learner's database, as it is now."""
    copy = sqlite3.connect(":memory:", isolation_level=None)
    copy.deserialize(files.bytes("db.sqlite3"))
    copy.execute("PRAGMA foreign_keys = ON")
    tables = [row[0] for row in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    assert "library_book" in tables, (
        "The database has no table library_book after migrate: either models.py has no model Book, or 0002_book.py does not "
        f"create it. {COPY}"
    )
    return copy


def add(probe, shelves):
    """Books through the learner's model; ids of their authors, and of the books."""
    try:
        return asked(probe, "add", shelves)
    except probe.Raised as problem:
        if problem.type != "OperationalError":
            raise
        raise AssertionError(
            f"A book could not be saved: {problem.message[:200]}. The tables are made by the migrations alone, so what models.py has must be in "
            f"0002_book.py. {COPY}"
        ) from None


def asked(probe, *question):
    """What the probe answers, which has use for the model Book."""
    try:
        return probe(*question)
    except probe.Raised as problem:
        if problem.type != "ImportError":
            raise
        raise AssertionError(f"There is no model Book in library/models.py yet: {problem.message[:200]}.") from None


def columns(copy):
    return {row[1]: (row[2].lower(), bool(row[3])) for row in copy.execute("PRAGMA table_info(library_book)")}


def insert(copy, author, title, published, price):
    """Insert a book with plain SQL."""
    copy.execute(
        "INSERT INTO library_book (author_id, title, published, price) VALUES (?, ?, ?, ?)", (author, title, str(published), price)
    )


def insert_author(copy, name):
    return copy.execute("INSERT INTO library_author (name) VALUES (?)", (name,)).lastrowid


def insert_valid(copy, *book):
    try:
        insert(copy, *book)
    except sqlite3.Error as problem:
        raise AssertionError(
            f"The title {book[1]!r} at the price {book[3]} was refused by the database ({problem}), although nothing is wrong with it. "
            "Does Book have the four fields of the task, and no rule beyond those asked for?"
        ) from None


def test_fields(files):
    """Book has the fields of the task, each of the right type"""
    copy = database(files)
    found = columns(copy)
    wanted = {"title": "varchar(200)", "author_id": "bigint", "published": "date", "price": "decimal"}
    for name, kind in wanted.items():
        field = name.removesuffix("_id")
        assert name in found, f"The table library_book has the columns {', '.join(sorted(found))}, but none for the field {field}."
        got, required = found[name]
        more = ""
        if name == "price" and got == "real":
            more = " A float cannot hold 0.10 exactly, and with money that shows."
        if name == "published" and got == "datetime":
            more = " A date has no time of day and no time zone, which saves a lot of trouble."
        assert got == kind, f"The column of {field} is of the type {got}; {kind} was expected.{more}"
        assert required, f"The column of {field} allows NULL, and the task calls the field required."
    references = [(row[2], row[3]) for row in copy.execute("PRAGMA foreign_key_list(library_book)")]
    assert ("library_author", "author_id") in references, "The field author should be a foreign key to Author."


def test_price_is_exact(probe, random, files):
    """Prices have up to 8 digits, 2 of them after the point"""
    price = f"{random.randrange(100000, 999999)}.{random.randrange(10, 99)}"
    made = add(probe, [[[word(random), str(day(random)), price]]])
    stored = database(files).execute("SELECT price FROM library_book WHERE id = ?", made["books"]).fetchone()
    assert stored and f"{stored[0]:.2f}" == price, f"The price {price} arrived in the database as {stored and stored[0]}."
    for wrong, reason in ((f"1{price}", "has 9 digits"), (f"{price[:-4]}.125", "has 3 digits after the point")):
        refused = asked(probe, "refused", word(random), str(day(random)), wrong)
        assert "price" in refused, f"The price {wrong} {reason}, and full_clean() of a book accepted it. See the table of the task."
    refused = asked(probe, "refused", word(random), str(day(random)), price)
    assert not refused, f"full_clean() of a book at the price {price} complains about {', '.join(refused)}."


def test_same_title_once(files, random):
    """The database refuses the same title twice for one author"""
    copy = database(files)
    title, other = word(random), word(random)
    ann, bob = insert_author(copy, word(random)), insert_author(copy, word(random))
    insert_valid(copy, ann, title, day(random), 10)
    insert_valid(copy, ann, other, day(random), 10)
    try:
        insert(copy, bob, title, day(random), 10)
    except sqlite3.IntegrityError:
        raise AssertionError("Two authors cannot have books with the same title. The rule is about both columns together.") from None
    try:
        insert(copy, ann, title, day(random), 20)
    except sqlite3.IntegrityError:
        return
    raise AssertionError(
        "Plain SQL inserted the same title twice for one author. What save() or clean() refuse, bulk_create() and every other "
        "program get past: declare a constraint, and see to it that the migration has it."
    )


def test_price_not_negative(files, random):
    """The database refuses a negative price, and allows 0"""
    copy = database(files)
    author = insert_author(copy, word(random))
    insert_valid(copy, author, word(random), day(random), random.randrange(1, 100))
    insert_valid(copy, author, word(random), day(random), 0)
    for price in (-random.randrange(1, 100), -0.01):
        try:
            insert(copy, author, word(random), day(random), price)
        except sqlite3.IntegrityError:
            continue
        raise AssertionError(
            f"Plain SQL inserted a book at the price {price}. A validator or save() is only asked by forms and by save() itself; "
            "bulk_create() bypasses it. Declare a constraint, and see to it that the migration has it."
        )


def test_authors_with_books_are_protected(probe, files, random):
    """Deleting an author who has books raises ProtectedError and deletes nothing"""
    made = add(probe, [[[word(random), str(day(random)), "5.00"] for _ in range(2)], []])
    writer, idle = made["authors"]
    raised = probe("delete", writer)
    copy = database(files)
    left = copy.execute("SELECT count(*) FROM library_book WHERE author_id = ?", (writer,)).fetchone()[0]
    assert left == 2, f"An author with two books was deleted, and {2 - left} of the books went with them. See on_delete."
    assert raised == "ProtectedError", (
        f"Deleting an author with two books raised {raised or 'nothing'}; ProtectedError was expected. Which value of on_delete "
        "raises that?"
    )
    assert probe("delete", idle) is None, "An author without books should still be deletable."


def answer(probe, steps):
    """Ids of the books that the chain `steps` finds."""
    shown = "Book.objects" + "".join(f".{name}({', '.join(f'{key}=…' for key in options)})" for name, options in steps)
    found = asked(probe, "chain", steps)
    if "missing" in found:
        kind = found["kind"]
        assert kind not in ("list", "tuple", "set", "map", "filter", "generator"), (
            f"In {shown}, a {kind} came where a queryset was expected. A method must return a queryset, so that what it found can be "
            "filtered further."
        )
        assert kind != "QuerySet", (
            f"In {shown}, a plain QuerySet came that has no {found['missing']}. A method that returns what it made from self returns a BookQuerySet, with all "
            "three methods."
        )
        raise AssertionError(f"In {shown}, a {kind} has no {found['missing']}. Is BookQuerySet the manager of Book, with all three methods?")
    assert set(found["kinds"]) <= {"Book"}, (
        f"{shown} yields values of the type {found['kinds'][0]}; books were expected, whole objects of the model."
    )
    return found["ids"], found["queries"], shown


def test_recent(probe, random):
    """recent() finds books of the last days, both ends included, latest first and then by title"""
    today, days = day(random), random.randrange(5, 60)
    ago = [0, days, days + 1, -1, days + 400, *random.sample(range(1, days), 3)]
    same = random.randrange(1, days)
    titles = sorted(word(random) for _ in range(2))
    books = [[f"{number} {word(random)}", str(today - datetime.timedelta(days=age)), "5.00"] for number, age in enumerate(ago)]
    books += [[title, str(today - datetime.timedelta(days=same)), "5.00"] for title in reversed(titles)]
    random.shuffle(books)
    made = add(probe, [books])
    known = dict(zip(made["books"], books, strict=True))
    first, last = str(today - datetime.timedelta(days=days)), str(today)
    chosen = [key for key, (_, published, _) in known.items() if first <= published <= last]
    by_title = sorted(chosen, key=lambda key: known[key][0])
    want = sorted(by_title, key=lambda key: known[key][1], reverse=True)
    got, _, shown = answer(probe, [["filter", {"author_id": made["authors"][0]}], ["recent", {"days": days, "today": last}]])
    for key in set(got) - set(want):
        published = known[key][1]
        reason = "in the future" if published > last else f"more than {days} days earlier"
        raise AssertionError(f"recent(days={days}, today={last}) found a book of {published}: that is {reason}.")
    for key in set(want) - set(got):
        raise AssertionError(f"recent(days={days}, today={last}) missed a book of {known[key][1]}. Both ends count: from {first} to {last}.")
    assert got == want, (
        f"recent() found the right books in the wrong order: {[known[key][:2] for key in got]}. The latest first; those of one day by title."
    )


def test_recent_knows_today(probe, random):
    """Without arguments, recent() finds books of the last 30 days before the day of the call"""
    now = datetime.datetime.now(datetime.timezone.utc).date()
    ages = [random.randrange(2, 28), random.randrange(33, 300), -random.randrange(3, 300)]
    made = add(probe, [[[word(random), str(now - datetime.timedelta(days=age)), "5.00"] for age in ages]])
    got, _, _ = answer(probe, [["filter", {"author_id": made["authors"][0]}], ["recent", {}]])
    assert got == made["books"][:1], (
        f"Of three books, {ages[0]} and {ages[1]} days old and one to appear in {-ages[2]} days, recent() found {len(got)}; "
        "it should find the first, and no other."
    )
    fixed = probe("fixed_day")
    assert not fixed, (
        f"The parameter today of recent() has the default {fixed}, a day that was computed once, when the class was made. In a process that runs for a week, that is "
        "last week's: let the default be None, and ask for the day inside the method."
    )


def test_methods_chain(probe, random):
    """The three methods chain in any order, and with filter()"""
    today = day(random)
    ages = random.sample(range(60), 8)
    prices = random.sample(range(3, 90), len(ages))
    books = [
        [[word(random), str(today - datetime.timedelta(days=age)), f"{price}.00"] for age, price in zip(ages, prices, strict=True)] for _ in range(2)
    ]
    made = add(probe, books)
    author, titles = made["authors"][1], books[1]
    keys = dict(zip(made["books"][len(ages):], titles, strict=True))
    limit = random.randrange(20, 50)
    first = str(today - datetime.timedelta(days=limit))
    want = sorted((key for key in keys if keys[key][1] >= first), key=lambda key: keys[key][1], reverse=True)
    recent, of_author = ["recent", {"days": limit, "today": str(today)}], ["by_author", {"author": author}]
    for steps in ([recent, of_author], [of_author, recent]):
        got, _, shown = answer(probe, steps)
        assert got == want, f"{shown} found {len(got)} books; {len(want)} were expected, the latest first."
    some = want[: len(want) // 2]
    got, _, shown = answer(probe, [recent, of_author, ["filter", {"pk__in": some}]])
    assert got == some, f"{shown} found {got}; {some} was expected."

    def cheapest_of(chosen):
        return sorted(chosen, key=lambda key: float(keys[key][2]))[:1]

    cheap, each, of_recent = ["cheapest_per_author", {}], cheapest_of(keys), cheapest_of(want)
    later = [key for key in each if key in want]
    for steps, expected in (
        ([cheap, of_author], each),
        ([of_author, cheap], each),
        ([recent, cheap, of_author], of_recent),
        ([of_author, recent, cheap], of_recent),
        ([cheap, of_author, recent], later),
        ([cheap, recent, of_author], later),
    ):
        got, _, shown = answer(probe, steps)
        assert got == expected, f"{shown} found the ids {got}; {expected} was expected. Each method should narrow down what was chosen before it."


def shelves(random, authors):
    """Books of several authors, prices that come more than once, and for each author which of theirs is the cheapest."""
    shelf = [
        [[word(random), str(day(random)), f"{random.choice([3, 5, 8, 9])}.00"] for _ in range(random.randrange(2, 6))]
        for _ in range(authors)
    ]
    # Several at the lowest price, and the lowest of one author is no bargain elsewhere.
    shelf[0] = [[word(random), str(day(random)), price] for price in ("9.00", "5.00", "5.00", "8.00")]
    return shelf


def cheapest(made, shelf, keep=lambda book: True):
    ids = iter(made["books"])
    want = []
    for books in shelf:
        keyed = [(float(book[2]), next(ids), book) for book in books]
        want += [key for _, key, _ in sorted(entry for entry in keyed if keep(entry[2]))[:1]]
    return sorted(want)


def compare(got, want, shown, made, shelf):
    ids = iter(made["books"])
    owner = {next(ids): author for author, books in enumerate(shelf) for _ in books}
    doubled = len(got) - len({owner.get(key) for key in got})
    assert not doubled, (
        f"{shown} found {doubled} books too many: of some authors there is more than one. If several cost the same, the lowest id wins."
    )
    assert len(got) == len(want), f"{shown} found {len(got)} books for {len(want)} authors who have any; one for each was expected."
    assert sorted(got) == want, f"{shown} found one book for each author, but not always the cheapest, with the lowest id where prices are equal."


def test_cheapest_per_author(probe, random):
    """cheapest_per_author() finds exactly one book for each author: the cheapest, then the lowest id"""
    shelf = shelves(random, random.randrange(8, 14))
    made = add(probe, shelf)
    steps = [["filter", {"author_id__in": made["authors"]}], ["cheapest_per_author", {}]]
    got, _, shown = answer(probe, steps)
    compare(got, cheapest(made, shelf), shown, made, shelf)


def test_cheapest_of_those_chosen(probe, random):
    """cheapest_per_author() looks only at the books that were chosen so far"""
    shelf = shelves(random, random.randrange(8, 14))
    today = datetime.date(2026, 1, 1)
    for books in shelf:
        # The cheapest of each is old.
        books.append([word(random), str(today - datetime.timedelta(days=random.randrange(100, 200))), "1.00"])
        books[0][1] = str(today - datetime.timedelta(days=random.randrange(30)))
    made = add(probe, shelf)
    first = str(today - datetime.timedelta(days=40))
    steps = [
        ["filter", {"author_id__in": made["authors"]}],
        ["recent", {"days": 40, "today": str(today)}],
        ["cheapest_per_author", {}],
    ]
    got, _, shown = answer(probe, steps)
    want = cheapest(made, shelf, lambda book: first <= book[1] <= str(today))
    assert len(got) == len(want), (
        f"{shown} found {len(got)} books for {len(want)} authors with recent ones. An old book may be cheaper, but it was not "
        "chosen: the inner query, too, should start from self."
    )
    compare(got, want, shown, made, shelf)


def test_one_query(probe, random):
    """cheapest_per_author() takes one query, however many authors there are"""
    shelf = [[[word(random), str(day(random)), f"{random.randrange(1, 99)}.00"]] for _ in range(random.randrange(25, 40))]
    made = add(probe, shelf)
    steps = [["filter", {"author_id__in": made["authors"]}], ["cheapest_per_author", {}]]
    got, queries, _ = answer(probe, steps)
    assert queries == 1, (
        f"For {len(shelf)} authors, cheapest_per_author() and reading its result took {queries} queries; 1 was expected. Let the "
        "database look for the cheapest: annotate, or use a subquery."
    )
    assert sorted(got) == made["books"], f"cheapest_per_author() found {len(got)} books for {len(shelf)} authors with one book each."


def test_names(probe, random):
    """str(author) is the name, str(book) the title with the year"""
    name, title, published = word(random), word(random), day(random)
    author, book = asked(probe, "named", name, title, str(published))
    assert author == name, f"An author with the name {name} is shown as {author!r}. What does __str__ return?"
    want = f"{title} ({published.year})"
    assert book == want, f"A book is shown as {book!r}; {want!r} was expected."


def test_no_migration_is_missing(probe, files):
    """makemigrations --check finds nothing that the migrations lack"""
    database(files)
    status, output = probe("missing_migrations")
    assert status == 0, (
        "makemigrations --check says that models.py is ahead of the migrations:\n"
        f"{output.strip()[:1500]}\n{COPY}"
    )
