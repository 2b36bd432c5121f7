"""Taking a line out of an order: who deletes the row, SQLAlchemy or the database?"""

from sqlalchemy import ForeignKey, create_engine, delete, event, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Order(Base):
    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)
    lines: Mapped[list["Line"]] = relationship(cascade="all, delete-orphan", passive_deletes=True)


class Line(Base):
    __tablename__ = "line"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"))


engine = create_engine("sqlite://")
event.listen(engine, "connect", lambda raw, record: raw.execute("PRAGMA foreign_keys = ON"))
Base.metadata.create_all(engine)


def lines():
    return session.scalar(select(func.count()).select_from(Line))


with Session(engine) as session:
    order = Order(id=1, lines=[Line(title="Emma"), Line(title="Dracula"), Line(title="Ulysses")])
    session.add_all([order, Order(id=2, lines=[Line(title="Middlemarch")])])
    session.commit()
    print("to begin with:               ", lines())
    del order.lines[0]  # an orphan: nobody holds it now
    session.commit()
    print("out of the list:             ", lines())
    session.delete(order)
    session.commit()
    print("the order deleted, by the ORM:", lines())
    session.execute(delete(Order))  # no objects involved: the database cascades
    session.commit()
    print("the other, by a statement:   ", lines())
