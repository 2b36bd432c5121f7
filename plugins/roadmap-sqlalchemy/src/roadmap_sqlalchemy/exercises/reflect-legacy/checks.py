"""Checks of the exercise reflect-legacy: databases with names that are drawn anew for each run."""


def words(random, count):
    found = set()
    while len(found) < count:
        found.add("".join(random.choice("bdfgklmnprst") + random.choice("aeiou") for _ in range(4)))
    return random.sample(sorted(found), count)


def answer(facts, function):
    raised = facts["raised"]
    assert "autoload" not in raised, f"{function} raised {raised}. That was removed with SQLAlchemy 2. Use autoload_with=engine."
    assert not raised, f"{function} raised {raised}"
    return facts["answer"]


def company(random):
    """A script with a parent, a child, and rows; and what is in it."""
    parent, child, primary, key, more, view = words(random, 6)
    ids = random.sample(range(1, 500), 6)
    counts = {one: random.randint(0, 4) for one in ids}
    counts[ids[0]], counts[ids[1]] = 0, 3
    lost, empty = random.randint(1, 4), random.randint(1, 4)
    targets = [str(one) for one, count in counts.items() for _ in range(count)] + [str(900 + n) for n in range(lost)] + ["NULL"] * empty
    random.shuffle(targets)
    rows = ", ".join(f"({number}, {target}, 'x')" for number, target in enumerate(targets, 1))
    script = f"""
        CREATE TABLE {parent} ({more} TEXT, {primary} INTEGER NOT NULL PRIMARY KEY);
        CREATE TABLE "{child}" (id INTEGER NOT NULL PRIMARY KEY, "{key}" INTEGER
            REFERENCES {parent} ({primary}), {more} TEXT NOT NULL);
        CREATE VIEW {view} AS SELECT * FROM {parent};
        INSERT INTO {parent} ({primary}) VALUES {", ".join(f"({one})" for one in ids)};
        INSERT INTO "{child}" VALUES {rows};
    """
    return {
        "script": script, "parent": parent, "child": child, "primary": primary, "key": key, "more": more, "view": view, "counts": counts, "lost": lost, "empty": empty,
    }


def test_tables_without_views(probe, random, expect):
    """tables names all tables in order, without views and internal ones."""
    made = company(random)
    script = made["script"] + f"CREATE TABLE zz_{made['key']} (id INTEGER PRIMARY KEY AUTOINCREMENT);"
    got = answer(probe("ask", script, "tables"), "tables")
    assert made["view"] not in (got or []), f"{made['view']} is a view, and was named as a table."
    expect(got).equals(sorted([made["parent"], made["child"], f"zz_{made['key']}"]), message="Names of the tables.")


def test_columns(probe, random, expect):
    """columns gives name and nullability in the order of the table."""
    made = company(random)
    got = answer(probe("ask", made["script"], "columns", made["child"]), "columns")
    expect(got).equals([["id", False], [made["key"], True], [made["more"], False]], message=f"Columns of {made['child']}.")
    got = answer(probe("ask", made["script"], "columns", made["parent"]), "columns")
    expect(got).equals([[made["more"], True], [made["primary"], False]], message=f"Columns of {made['parent']}.")


def test_a_shortest_path(probe, random, expect):
    """path finds a shortest way along foreign keys, in both directions, or says that there is none."""
    a, b, c, d, e, f = sorted(words(random, 6))
    # a - b - c - d - e is the long way round; f joins a and e directly, from below.
    script = f"""
        CREATE TABLE {e} (id INTEGER NOT NULL PRIMARY KEY);
        CREATE TABLE {d} (id INTEGER NOT NULL PRIMARY KEY, x INTEGER REFERENCES {e} (id));
        CREATE TABLE {c} (id INTEGER NOT NULL PRIMARY KEY, x INTEGER REFERENCES {d} (id));
        CREATE TABLE {b} (id INTEGER NOT NULL PRIMARY KEY, x INTEGER REFERENCES {c} (id));
        CREATE TABLE {a} (id INTEGER NOT NULL PRIMARY KEY, x INTEGER REFERENCES {b} (id));
        CREATE TABLE {f} (id INTEGER NOT NULL PRIMARY KEY, x INTEGER REFERENCES {a} (id), y INTEGER REFERENCES {e} (id));
        CREATE TABLE zz_alone (id INTEGER NOT NULL PRIMARY KEY, x INTEGER REFERENCES zz_alone (id));
    """
    for start, goal, want in ((a, b, [a, b]), (b, a, [b, a]), (c, a, [c, b, a]), (a, e, [a, f, e]), (e, a, [e, f, a])):
        got = answer(probe("ask", script, "path", start, goal), "path")
        assert got, f"From {start} to {goal} path found nothing, and there is {want}. A foreign key can be followed in both directions."
        assert len(got) == len(want), f"From {start} to {goal} path found {got}, which is not a shortest one: {len(want)} tables are enough."
        expect(got).equals(want, message=f"The way from {start} to {goal}.")
    expect(answer(probe("ask", script, "path", "zz_alone", a), "path")).equals(None, message="The way from a table that nobody refers to.")
    expect(answer(probe("ask", script, "path", a, a), "path")).equals([a], message="The way from a table to itself.")
    expect(answer(probe("ask", script, "path", "zz_alone", "zz_alone"), "path")).equals(["zz_alone"], message="The way from a table to itself.")


def test_references_are_counted(probe, random, expect):
    """references counts the rows that refer to each row, 0 where there is none."""
    made = company(random)
    got = answer(probe("ask", made["script"], "references", made["parent"], made["child"]), "references")
    want = sorted([one, count] for one, count in made["counts"].items())
    assert got is not None, "references returned nothing."
    missing = [one for one, count in want if count == 0 and one not in dict(got)]
    assert not missing, f"The rows {missing}, which nobody refers to, are missing; they should have 0. An inner join leaves them out."
    expect(got).equals(want, message="How many rows refer to each, by primary key.")


def test_orphans(probe, random, expect):
    """orphans counts keys that lead nowhere; an empty key is none."""
    made = company(random)
    got = answer(probe("ask", made["script"], "orphans", made["parent"], made["child"]), "orphans")
    expect(got).equals(
        made["lost"],
        if_equals=[(made["lost"] + made["empty"], f"Among them are {made['empty']} rows whose key is empty. An empty key refers to nothing.")],
        message="The number of orphans.",
    )


def test_nothing_is_written(probe, random):
    """After all of these questions the file is what it was, byte for byte."""
    made = company(random)
    for function, *args in (["tables"], ["columns", made["child"]], ["path", made["parent"], made["child"]], ["references", made["parent"], made["child"]]):
        facts = probe("ask", made["script"], function, *args)
        assert facts["answer"], f"{function} answered {facts['answer']!r} {facts['raised']}."
        assert facts["same"], f"{function} has changed the database's file."


def test_it_works_on_postgresql(probe, db, random, expect):
    """The same functions answer the same about a PostgreSQL database."""
    made = company(random)
    script = made["script"].replace(f"REFERENCES {made['parent']} ({made['primary']})", "")
    db.execute(script.replace(f"INSERT INTO \"{made['child']}\"", f"DELETE FROM {made['parent']} WHERE false; INSERT INTO \"{made['child']}\""))
    db.execute(f"DELETE FROM \"{made['child']}\" WHERE \"{made['key']}\" >= 900")
    db.execute(f"ALTER TABLE \"{made['child']}\" ADD FOREIGN KEY (\"{made['key']}\") REFERENCES {made['parent']} ({made['primary']})")
    facts = probe("ask", "", "tables", postgres=True)
    assert "sqlite_master" not in facts["raised"], f"tables asked for sqlite_master, which works with SQLite only. inspect() asks each database in its own way."
    expect(answer(facts, "tables")).equals(sorted([made["parent"], made["child"]]), message="Tables of the PostgreSQL database.")
    expect(answer(probe("ask", "", "columns", made["child"], postgres=True), "columns")).equals(
        [["id", False], [made["key"], True], [made["more"], False]], message="Columns in PostgreSQL."
    )
    expect(answer(probe("ask", "", "path", made["child"], made["parent"], postgres=True), "path")).equals([made["child"], made["parent"]], message="The way in PostgreSQL.")
    expect(answer(probe("ask", "", "references", made["parent"], made["child"], postgres=True), "references")).equals(
        sorted([one, count] for one, count in made["counts"].items()), message="References in PostgreSQL."
    )
    expect(answer(probe("ask", "", "orphans", made["parent"], made["child"], postgres=True), "orphans")).equals(0, message="Orphans in PostgreSQL.")
