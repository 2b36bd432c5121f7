"""Runs in the learner's process: a shop in memory, one method asked, statements and loaded objects counted."""

from collections import Counter

import models
from repo import Repo
from sqlalchemy import create_engine, event, insert
from sqlalchemy.orm import Mapper, Session

_loaded = Counter()
event.listen(Mapper, "load", lambda target, context: _loaded.update([type(target).__name__]))


def ask(tables, method, args):
    """`tables` are rows by table name. The answer, the number of statements, and how many objects of each class were loaded."""
    engine = create_engine("sqlite://")
    models.Base.metadata.create_all(engine)
    with engine.begin() as connection:
        for name, rows in tables.items():
            if rows:
                connection.execute(insert(models.Base.metadata.tables[name]), rows)
    statements = []
    event.listen(engine, "before_cursor_execute", lambda c, cursor, sql, *rest: statements.append(sql))
    _loaded.clear()
    with Session(engine) as session:
        answer = getattr(Repo(session), method)(*args)
        answer = list(answer) if not isinstance(answer, list) else answer
    engine.dispose()
    return {"answer": answer, "statements": len(statements), "last": statements[-1] if statements else "", "loaded": dict(_loaded)}
