"""A pair that has something to say: an association object, and dataclasses for shorter code."""

from sqlalchemy import ForeignKey, create_engine, select
from sqlalchemy.ext.associationproxy import AssociationProxy, association_proxy
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, Session, mapped_column, relationship


class Base(MappedAsDataclass, DeclarativeBase):
    pass


class Loan(Base):
    __tablename__ = "loan"
    reader_id: Mapped[int] = mapped_column(ForeignKey("reader.id"), primary_key=True, init=False)
    book_id: Mapped[int] = mapped_column(ForeignKey("book.id"), primary_key=True, init=False)
    book: Mapped["Book"] = relationship()
    days: Mapped[int] = mapped_column(default=14)


class Book(Base):
    __tablename__ = "book"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    title: Mapped[str]


class Reader(Base):
    __tablename__ = "reader"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    name: Mapped[str]
    loans: Mapped[list[Loan]] = relationship(default_factory=list, cascade="all, delete-orphan")
    books: AssociationProxy[list[Book]] = association_proxy("loans", "book", init=False)


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
with Session(engine) as session:
    session.add(Reader("Ada", [Loan(Book("Emma")), Loan(Book("Dracula"), days=7)]))
    session.commit()
    ada = session.scalars(select(Reader)).one()
    print([(loan.book.title, loan.days) for loan in ada.loans])
    print([book.title for book in ada.books])
    print(ada.books[0])
