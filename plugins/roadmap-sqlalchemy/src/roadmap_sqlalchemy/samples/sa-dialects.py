"""One statement, three dialects. Compiling needs no server and no driver."""

from sqlalchemy import JSON, Boolean, Column, DateTime, Integer, MetaData, String, Table, func, select
from sqlalchemy.dialects import mysql, postgresql, sqlite
from sqlalchemy.schema import CreateTable

book = Table(
    "book",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("title", String(80)),
    Column("order", Integer),
    Column("in_print", Boolean),
    Column("added", DateTime(timezone=True)),
    Column("extra", JSON),
)
question = select(book.c.title + "!", func.now()).where(book.c.title.ilike("%sea%")).order_by(book.c.order).limit(3)

for dialect in (sqlite.dialect(), postgresql.dialect(), mysql.dialect()):
    print(f"--- {dialect.name}, asked through {dialect.driver}")
    print(question.compile(dialect=dialect))
    print(str(CreateTable(book).compile(dialect=dialect)).strip())
