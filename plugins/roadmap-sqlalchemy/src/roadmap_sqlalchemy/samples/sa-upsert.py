"""Insert, or update if it is there already: one idea, two dialects, and a third that spells it quite differently."""

import os

from sqlalchemy import Column, Integer, MetaData, String, Table, create_engine, select
from sqlalchemy.dialects import mysql, postgresql, sqlite

counter = Table("counter", MetaData(), Column("page", String(20), primary_key=True), Column("visits", Integer, nullable=False))


def visit(dialect, page):
    """A statement that counts one visit, in a single step."""
    if dialect == "mysql":
        statement = mysql.insert(counter).values(page=page, visits=1)
        return statement.on_duplicate_key_update(visits=counter.c.visits + 1)
    insert = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[dialect]
    statement = insert(counter).values(page=page, visits=1)
    return statement.on_conflict_do_update(index_elements=["page"], set_={"visits": counter.c.visits + statement.excluded.visits})


for url in ("sqlite://", os.environ["DATABASE_URL"]):
    engine = create_engine(url)
    counter.metadata.create_all(engine)
    with engine.begin() as connection:
        for page in ("/", "/about", "/"):
            connection.execute(visit(engine.dialect.name, page))
        print(engine.dialect.name, connection.execute(select(counter).order_by(counter.c.page)).all())

print(visit("postgresql", "/").compile(dialect=postgresql.dialect()))
print(visit("mysql", "/").compile(dialect=mysql.dialect()))
