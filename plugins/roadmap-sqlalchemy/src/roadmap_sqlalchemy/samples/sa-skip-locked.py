"""Two workers and one list of jobs: what a lock does, and what SKIP LOCKED does."""

import os

from sqlalchemy import Column, Integer, MetaData, Table, create_engine, exc, insert, select, text
from sqlalchemy.dialects import sqlite

job = Table("job", MetaData(), Column("id", Integer, primary_key=True))
engine = create_engine(os.environ["DATABASE_URL"])
job.metadata.create_all(engine)
with engine.begin() as connection:
    connection.execute(insert(job), [{"id": 1}, {"id": 2}])

question = select(job.c.id).order_by(job.c.id).limit(1)
with engine.begin() as first, engine.begin() as second:
    print("first worker, FOR UPDATE:      ", first.scalar(question.with_for_update()))
    second.execute(text("SET LOCAL lock_timeout = '200ms'"))
    with second.begin_nested() as savepoint:
        try:
            second.scalar(question.with_for_update())
        except exc.OperationalError as problem:
            print("second worker, FOR UPDATE:      waits, until", problem.orig)
            savepoint.rollback()
    print("second worker, SKIP LOCKED:    ", second.scalar(question.with_for_update(skip_locked=True)))
    print("only reading:                  ", second.scalar(question))

print("for SQLite:", " ".join(str(question.with_for_update(skip_locked=True).compile(dialect=sqlite.dialect())).split()))
