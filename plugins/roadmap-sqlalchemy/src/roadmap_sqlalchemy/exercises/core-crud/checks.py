"""Checks of the exercise core-crud: what the functions answer, what they send, and what remains."""

TITLES = ["Emma", "Middlemarch", "The Queen's Gambit", 'Say "friend"', "100% Wool", "x'); DROP TABLE book; --", "Ulysses", "Beloved"]


def books(random, count=8, **same):
    rows = []
    for number in range(count):
        title = f"{random.choice(TITLES)} {random.randrange(10**6)}"
        row = {"title": title, "year": random.randint(1800, 2020), "price": random.randint(200, 4000), "in_print": random.random() < 0.5}
        rows.append({"id": number + 1, **row, **same})
    return rows


def without_ids(rows):
    return [{name: value for name, value in row.items() if name != "id"} for row in rows]


def answer(facts, function):
    if facts["raised"] == "ArgumentError":
        raise AssertionError(f"{function} raised ArgumentError: {facts['message']} It got a name, and a Table is expected: insert(book).")
    assert not facts["raised"], f"{function} raised {facts['raised']}: {facts['message']}"
    return facts["answer"]


def sent(facts, word):
    return [one for one in facts["sent"] if one["sql"].lstrip().upper().startswith(word)]


def test_adds_with_one_statement(probe, random, expect):
    """add_books sends one INSERT for any number of books, and says how many there were."""
    rows = books(random, random.randint(12, 20))
    facts = probe("use", [], "add_books", [without_ids(rows)])
    expect(answer(facts, "add_books")).equals(len(rows), message="What add_books returned.")
    inserts = sent(facts, "INSERT")
    assert inserts, "add_books sent no INSERT."
    assert len(inserts) == 1, f"{len(rows)} books took {len(inserts)} INSERTs: that is a statement for each book. Give execute the whole list."


def test_what_is_added_is_kept(probe, random, expect):
    """Another connection sees what add_books stored, quotes and percent signs included."""
    rows = books(random)
    facts = probe("use", [], "add_books", [without_ids(rows)])
    answer(facts, "add_books")
    assert facts["stored"] or not sent(facts, "INSERT"), (
        "Rows were inserted, and a second connection sees an empty table: there is no autocommit. Use begin(), or commit."
    )
    expect(without_ids(facts["stored"])).equals(without_ids(rows), message="What a second connection finds.")


def test_an_empty_list_is_fine(probe, expect):
    """add_books([]) stores nothing and returns 0."""
    facts = probe("use", [], "add_books", [[]])
    assert not facts["raised"], f"add_books(engine, []) raised {facts['raised']}: an INSERT without values is no empty list."
    expect(facts["answer"]).equals(0, message="What add_books returned for an empty list.")
    assert facts["stored"] == [], "add_books([]) stored a row. Executing insert(book) with an empty list inserts one with defaults."


def test_no_ids_no_books(probe, random, expect):
    """find without ids returns no books."""
    found = answer(probe("use", books(random), "find", [[], "title"]), "find")
    assert not found, f"find was asked for no ids and returned {len(found)} books: somebody dropped the condition. in_([]) is never true, so leave it in."
    expect(found).equals([], message="What find returned for no ids.")


def test_sorted_by_a_column(probe, random, expect):
    """find returns the books with these ids in the order of the column; equal ones in the order of their ids."""
    rows = books(random, 12)
    for row in rows:
        row["year"] = random.choice([1900, 1950, 2000])
        row["price"] = random.choice([500, 900])
    ids = random.sample(range(1, 13), 9)
    for sort in ("title", "year", "price"):
        want = sorted((row for row in rows if row["id"] in ids), key=lambda row, sort=sort: (row[sort], row["id"]))
        got = answer(probe("use", rows, "find", [ids, sort]), "find")
        assert isinstance(got, list) and all(isinstance(row, dict) for row in got), f"find returned {got!r}, and a list of dictionaries is expected."
        assert sorted(row["id"] for row in got) == sorted(ids), f"find was asked for the ids {sorted(ids)} and returned {[row.get('id') for row in got]}."
        values = [row[sort] for row in got]
        assert values == sorted(values), f"Sorted by {sort}, find returned {values}."
        expect([row["id"] for row in got]).equals([row["id"] for row in want], message=f"Ids sorted by {sort}: books that are equal there come in the order of their ids.")
        expect(got).equals(want, message=f"Books sorted by {sort}.")


def test_other_names_are_refused(probe, random):
    """find raises ValueError for any other sort, and sends nothing."""
    for sort in ("id", "TITLE", "title; DROP TABLE book", "(SELECT 1)", "", "price DESC"):
        facts = probe("use", books(random), "find", [[1, 2], sort])
        assert not any(sort in one["sql"].split("ORDER BY")[-1] for one in facts["sent"] if sort and "ORDER BY" in one["sql"]), (
            f"sort={sort!r} became part of the SQL. What comes from outside and ends in a statement is an injection: choose the column from a list of your own."
        )
        assert facts["raised"] == "ValueError", f"sort={sort!r} should raise ValueError; {'it raised ' + facts['raised'] if facts['raised'] else 'nothing was raised'}."


def test_prices_are_raised_by_the_database(probe, random, expect):
    """raise_prices changes the books from that year on, with one statement, and says how many."""
    rows = books(random, 15)
    year, percent = rows[3]["year"], random.randint(3, 40)
    facts = probe("use", rows, "raise_prices", [percent, year])
    want = [{**row, "price": row["price"] * (100 + percent) // 100} if row["year"] >= year else row for row in rows]
    count = sum(row["year"] >= year for row in rows)
    expect(answer(facts, "raise_prices")).equals(count, message=f"How many books are from {year} or later.")
    assert not sent(facts, "SELECT") and len(sent(facts, "UPDATE")) == 1, (
        f"raise_prices sent {len(facts['sent'])} statements: rows travelled to Python and back. Give values() an expression of the column."
    )
    expect([row["price"] for row in facts["stored"]]).equals(
        [row["price"] for row in want],
        if_equals=[([row["price"] for row in rows], "The prices are as before: the change was not committed.")],
        message="Prices afterwards, by id.",
    )


def test_the_caller_decides(probe, random, expect):
    """remove_out_of_print says what it removed, and only its caller's commit makes it last."""
    rows = books(random, 10)
    rows[0]["in_print"], rows[1]["in_print"], rows[2]["in_print"] = False, True, False
    gone = sorted(row["title"] for row in rows if not row["in_print"])
    facts = probe("use", rows, "remove_out_of_print", [], "rollback")
    expect(answer(facts, "remove_out_of_print")).equals(gone, message="Titles of what is not in print, in order.")
    assert len(facts["stored"]) == len(rows), (
        "The caller rolled back, and the books are gone all the same: remove_out_of_print ended its caller's transaction with a commit."
    )
    facts = probe("use", rows, "remove_out_of_print", [], "commit")
    left = [row["title"] for row in rows if row["in_print"]]
    expect([row["title"] for row in facts["stored"]]).equals(left, message="Titles left after the caller's commit.")


def test_values_stay_out_of_the_sql(probe, random):
    """No value is ever part of a statement: all of them travel as parameters."""
    mark = f"mark{random.randrange(10**8)}"
    row = {"title": f"{mark}'s", "year": 1999, "price": 31_337, "in_print": True}
    facts = [
        probe("use", [], "add_books", [[row]]),
        probe("use", books(random), "find", [[77123, 1], "title"]),
        probe("use", books(random), "raise_prices", [37, 1877]),
    ]
    for one in facts:
        assert one["sent"], "One of the functions sent nothing."
        for statement in one["sent"]:
            for value in (mark, "31337", "77123", "1877"):
                assert value not in statement["sql"], f"The value {value} stands in the statement {statement['sql']!r}. Let SQLAlchemy pass it as a parameter."
