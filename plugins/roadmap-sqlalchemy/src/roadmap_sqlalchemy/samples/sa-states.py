"""The life of an object, and the identity map."""

from sqlalchemy import create_engine, inspect, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


class Base(DeclarativeBase):
    pass


class Book(Base):
    __tablename__ = "book"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)


def state(book):
    found = inspect(book)
    return next(name for name in ("transient", "pending", "persistent", "deleted", "detached") if getattr(found, name))


book = Book(title="Emma")
session = Session(engine)
print("made:       ", state(book))
session.add(book)
print("added:      ", state(book), book.id)
session.flush()
print("flushed:    ", state(book), book.id)
book.title = "Emma, second edition"
print("changed:    ", state(book), "| dirty:", book in session.dirty, "|", inspect(book).attrs.title.history)
session.commit()
print("committed:  ", state(book), "| expired:", inspect(book).expired)
print("one row, one object:", session.scalars(select(Book)).one() is session.get(Book, 1) is book)
session.delete(book)
session.flush()
print("deleted:    ", state(book))
session.rollback()
print("rolled back:", state(book), book.title)
session.close()
print("closed:     ", state(book))
