"""The same list, three ways, with the statements counted; and a guard against the first way."""

from sqlalchemy import ForeignKey, create_engine, event, exc, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, joinedload, mapped_column, raiseload, relationship, selectinload


class Base(DeclarativeBase):
    pass


class Author(Base):
    __tablename__ = "author"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    books: Mapped[list["Book"]] = relationship(back_populates="author")


class Book(Base):
    __tablename__ = "book"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("author.id"), index=True)
    author: Mapped[Author] = relationship(back_populates="books")


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
with Session(engine) as session, session.begin():
    session.add_all(Author(name=f"author {a}", books=[Book(title=f"book {a}.{b}") for b in range(3)]) for a in range(20))

statements = []
event.listen(engine, "before_cursor_execute", lambda c, cursor, statement, *rest: statements.append(statement))


def page(*options):
    with Session(engine) as session:
        found = session.scalars(select(Author).order_by(Author.id).options(*options)).unique()
        return [(author.name, [book.title for book in author.books]) for author in found]


pages = []
for name, options in (("lazy", ()), ("selectinload", (selectinload(Author.books),)), ("joinedload", (joinedload(Author.books),))):
    statements.clear()
    pages.append(page(*options))
    print(f"{name:13} {len(statements):2} statements; the last: {' '.join(statements[-1].split())[:60]} …")
print("all the same:", pages[0] == pages[1] == pages[2])

try:
    page(raiseload("*"))
except exc.InvalidRequestError as problem:
    print("raiseload:", problem)
