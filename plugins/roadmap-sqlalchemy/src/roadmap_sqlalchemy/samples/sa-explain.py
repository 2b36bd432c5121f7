"""What an index changes, by the database's own word; and what SQLAlchemy's statement cache does."""

from sqlalchemy import Column, Index, Integer, MetaData, String, Table, create_engine, insert, select, text
from sqlalchemy.dialects import sqlite

metadata = MetaData()
book = Table("book", metadata, Column("id", Integer, primary_key=True), Column("isbn", String), Column("title", String))
engine = create_engine("sqlite://")
metadata.create_all(engine)

question = select(book.c.title).where(book.c.isbn == "978-0-14-143958-7")
sql = str(question.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))


def plan():
    with engine.connect() as connection:
        return [row.detail for row in connection.execute(text(f"EXPLAIN QUERY PLAN {sql}"))]


with engine.begin() as connection:
    connection.execute(insert(book), [{"isbn": f"978-{number:010}", "title": "a book"} for number in range(2000)])
print("without:", plan())
Index("book_isbn", book.c.isbn).create(engine)
print("with:   ", plan())

with engine.connect() as connection:
    for number in range(3):
        result = connection.execute(select(book.c.title).where(book.c.isbn == f"978-{number:010}"))
        print(result.context.cache_hit.name)
