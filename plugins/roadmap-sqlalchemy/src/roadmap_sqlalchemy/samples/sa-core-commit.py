"""Where a transaction begins and ends, seen from a second connection."""

import tempfile

from sqlalchemy import Column, Integer, MetaData, String, Table, create_engine, exc, func, insert, select, text

engine = create_engine(f"sqlite:///{tempfile.mkdtemp()}/library.db")
metadata = MetaData()
book = Table("book", metadata, Column("id", Integer, primary_key=True), Column("title", String, unique=True))
metadata.create_all(engine)


def stored():
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(book))


with engine.connect() as connection:
    connection.execute(insert(book).values(title="Emma"))
print("connect(), no commit:      ", stored())

with engine.connect() as connection:
    connection.execute(insert(book).values(title="Emma"))
    connection.commit()
print("connect() and commit():    ", stored())

with engine.begin() as connection:
    connection.execute(insert(book).values(title="Persuasion"))
print("begin():                   ", stored())

try:
    with engine.begin() as connection:
        connection.execute(insert(book).values(title="Dracula"))
        connection.execute(insert(book).values(title="Emma"))
except exc.IntegrityError as problem:
    print("begin() with a failure:    ", stored(), "|", problem.orig)

try:
    engine.execute(text("SELECT 1"))
except AttributeError as problem:
    print("an old tutorial:           ", problem)
