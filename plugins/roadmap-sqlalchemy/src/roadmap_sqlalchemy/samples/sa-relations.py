"""All four kinds of relationship, and the tables that they need."""

from sqlalchemy import Column, ForeignKey, Table, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship
from sqlalchemy.schema import CreateTable


class Base(DeclarativeBase):
    pass


# Many to many: a table of pairs.
book_genre = Table(
    "book_genre",
    Base.metadata,
    Column("book_id", ForeignKey("book.id"), primary_key=True),
    Column("genre_id", ForeignKey("genre.id"), primary_key=True),
)


class Author(Base):
    __tablename__ = "author"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    books: Mapped[list["Book"]] = relationship(back_populates="author")  # one to many
    portrait: Mapped["Portrait | None"] = relationship(back_populates="author")  # one to one


class Portrait(Base):
    __tablename__ = "portrait"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("author.id"), unique=True)
    author: Mapped[Author] = relationship(back_populates="portrait")


class Book(Base):
    __tablename__ = "book"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    year: Mapped[int | None]
    author_id: Mapped[int] = mapped_column(ForeignKey("author.id"), index=True)
    author: Mapped[Author] = relationship(back_populates="books")  # many to one
    genres: Mapped[list["Genre"]] = relationship(secondary=book_genre, back_populates="books")  # many to many


class Genre(Base):
    __tablename__ = "genre"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    books: Mapped[list[Book]] = relationship(secondary=book_genre, back_populates="genres")


for table in Base.metadata.sorted_tables:
    print(" ".join(str(CreateTable(table)).split()))

engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
with Session(engine) as session:
    gothic = Genre(name="gothic")
    mary = Author(name="Mary Shelley", portrait=Portrait())
    novel = Book(title="Frankenstein", year=1818, author=mary, genres=[gothic])
    session.add(novel)  # the others follow along the relationships
    print("before the flush:", mary.books == [novel], gothic.books == [novel], novel.author_id)
    session.commit()
    print("after it:        ", novel.author_id == mary.id, mary.portrait.author is mary)
