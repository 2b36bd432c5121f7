"""The same rows for SQLite and for PostgreSQL: what each of them takes."""

import os

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Numeric, String, create_engine, exc, insert, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Shelf(Base):
    __tablename__ = "shelf"
    id: Mapped[int] = mapped_column(primary_key=True)


class Book(Base):
    __tablename__ = "book"
    __table_args__ = (CheckConstraint("price >= 0", name="price_not_negative"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(10), unique=True)
    year: Mapped[int | None]
    price: Mapped[float] = mapped_column(Numeric(6, 2), default=5)
    shelf_id: Mapped[int | None] = mapped_column(ForeignKey("shelf.id"))
    kind: Mapped[str] = mapped_column(Enum("novel", "poem", name="kind", native_enum=False, create_constraint=True), default="novel")


def attempt(values):
    try:
        with engine.begin() as connection:
            key = connection.execute(insert(Book).values(values)).inserted_primary_key.id
            return f"taken as {connection.execute(select(Book.title, Book.year, Book.price).where(Book.id == key)).one()}"
    except (exc.DBAPIError, exc.StatementError) as problem:
        return f"refused: {type(problem).__name__}"


ROWS = {
    "in order": {"title": "Emma", "year": 1815},
    "no title": {"title": None},
    "same title": {"title": "Emma"},
    "negative price": {"title": "Dracula", "price": -1},
    "a kind of its own": {"title": "Ulysses", "kind": "epic"},
    "a title too long": {"title": "Frankenstein; or, The Modern Prometheus"},
    "a text as year": {"title": "Beowulf", "year": "long ago"},
    "price too large": {"title": "Atlas", "price": 123456},
    "a shelf not there": {"title": "Walden", "shelf_id": 99},
}
for url in ("sqlite://", os.environ["DATABASE_URL"]):
    engine = create_engine(url)
    Base.metadata.create_all(engine)
    print("---", engine.dialect.name)
    for name, values in ROWS.items():
        print(f"{name:18}", attempt(values))
