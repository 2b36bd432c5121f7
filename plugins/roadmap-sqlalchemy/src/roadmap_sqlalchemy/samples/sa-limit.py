"""A page of parents with their children: three attempts at LIMIT."""

from sqlalchemy import ForeignKey, create_engine, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, contains_eager, joinedload, mapped_column, relationship, selectinload


class Base(DeclarativeBase):
    pass


class Author(Base):
    __tablename__ = "author"
    id: Mapped[int] = mapped_column(primary_key=True)
    books: Mapped[list["Book"]] = relationship()


class Book(Base):
    __tablename__ = "book"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("author.id"), index=True)


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
with Session(engine) as session, session.begin():
    session.add_all(Author(books=[Book() for _ in range(4)]) for _ in range(20))

first = select(Author).order_by(Author.id).limit(10)
with Session(engine) as session:
    joined = session.scalars(first.join(Author.books).options(contains_eager(Author.books))).unique().all()
    print("join and contains_eager:", len(joined), "authors; books of the last:", len(joined[-1].books))
with Session(engine) as session:
    print("joinedload:             ", len(session.scalars(first.options(joinedload(Author.books))).unique().all()), "authors")
with Session(engine) as session:
    print("selectinload:           ", len(session.scalars(first.options(selectinload(Author.books))).all()), "authors")

print(first.options(joinedload(Author.books)).compile(engine))

with Session(engine) as session:
    count = select(func.count(Book.id)).where(Book.author_id == Author.id).scalar_subquery()
    print("only the number:", session.execute(select(Author.id, count.label("books")).order_by(Author.id).limit(2)).all())
