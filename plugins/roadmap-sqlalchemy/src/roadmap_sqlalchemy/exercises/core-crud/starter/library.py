"""The library's books, with SQLAlchemy Core."""

from sqlalchemy import Boolean, Column, Integer, MetaData, String, Table, delete, insert, select, update  # noqa: F401

metadata = MetaData()
book = Table(
    "book",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("title", String, nullable=False),
    Column("year", Integer, nullable=False),
    Column("price", Integer, nullable=False),  # in cents
    Column("in_print", Boolean, nullable=False),
)


def add_books(engine, books):
    """Store all of them with one statement; how many there were."""


def find(engine, ids, sort):
    """The books with these ids as dictionaries, sorted by title, year or price."""


def raise_prices(engine, percent, min_year):
    """Raise the prices of books from that year on; how many were changed."""


def remove_out_of_print(connection):
    """Remove what is not in print, within the caller's transaction; the titles in order."""
