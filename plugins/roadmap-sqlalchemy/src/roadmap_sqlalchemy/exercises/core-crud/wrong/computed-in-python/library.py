"""The library's books, with SQLAlchemy Core."""

from sqlalchemy import Boolean, Column, Integer, MetaData, String, Table, delete, insert, select, update

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


SORTS = ("title", "year", "price")


def add_books(engine, books):
    """Store all of them with one statement; how many there were."""
    if not books:
        return 0
    with engine.begin() as connection:
        connection.execute(insert(book), books)
    return len(books)


def find(engine, ids, sort):
    """The books with these ids as dictionaries, sorted by title, year or price."""
    if sort not in SORTS:
        raise ValueError(f"cannot sort by {sort!r}; choose one of {', '.join(SORTS)}")
    question = select(book).where(book.c.id.in_(ids)).order_by(book.c[sort], book.c.id)
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(question).mappings()]


def raise_prices(engine, percent, min_year):
    """Raise the prices of books from that year on; how many were changed."""
    with engine.begin() as connection:
        rows = connection.execute(select(book).where(book.c.year >= min_year)).all()
        for row in rows:
            price = row.price * (100 + percent) // 100
            connection.execute(update(book).where(book.c.id == row.id).values(price=price))
    return len(rows)


def remove_out_of_print(connection):
    """Remove what is not in print, within the caller's transaction; the titles in order."""
    gone = connection.scalars(delete(book).where(book.c.in_print.is_(False)).returning(book.c.title))
    return sorted(gone)
