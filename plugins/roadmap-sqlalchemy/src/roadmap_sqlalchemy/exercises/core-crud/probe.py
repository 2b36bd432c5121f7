"""Runs in the learner's process: one function on a database of its own, with every statement watched."""

import itertools
import sqlite3

import library
from sqlalchemy import create_engine, event

_numbers = itertools.count()


def use(rows, function, args, caller=""):
    """What `function` answered, or raised; what was sent; and what a second connection finds afterwards.

    `caller` is "commit" or "rollback" for a function that takes a connection: what its caller does in the end.
    """
    path = f"probe-{next(_numbers)}.db"
    engine = create_engine(f"sqlite:///{path}")
    library.metadata.create_all(engine)
    with sqlite3.connect(path) as raw:
        raw.executemany("INSERT INTO book VALUES (:id, :title, :year, :price, :in_print)", rows)
    raw.close()
    sent = []
    event.listen(
        engine,
        "before_cursor_execute",
        lambda connection, cursor, sql, values, context, many: sent.append({"sql": sql, "many": many}),
    )
    facts = {"answer": None, "raised": "", "message": ""}
    try:
        work = getattr(library, function)
        if caller:
            with engine.connect() as connection:
                facts["answer"] = work(connection, *args)
                getattr(connection, caller)()
        else:
            facts["answer"] = work(engine, *args)
    except Exception as problem:
        facts["raised"], facts["message"] = type(problem).__name__, str(problem)[:300]
    engine.dispose()
    with sqlite3.connect(path) as raw:
        raw.row_factory = sqlite3.Row
        stored = [dict(row) for row in raw.execute("SELECT * FROM book ORDER BY id")]
    raw.close()
    return {**facts, "sent": sent, "stored": stored}
