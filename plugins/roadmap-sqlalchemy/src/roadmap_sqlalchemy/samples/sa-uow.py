"""What the session sends, in which order, and what remains of a transfer that fails."""

from sqlalchemy import CheckConstraint, ForeignKey, create_engine, event, exc, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Branch(Base):
    __tablename__ = "branch"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    stocks: Mapped[list["Stock"]] = relationship(back_populates="branch")


class Stock(Base):
    __tablename__ = "stock"
    __table_args__ = (CheckConstraint("amount >= 0", name="stock_not_negative"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branch.id"))
    title: Mapped[str]
    amount: Mapped[int]
    branch: Mapped[Branch] = relationship(back_populates="stocks")


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)


@event.listens_for(engine, "before_cursor_execute")
def show(connection, cursor, statement, parameters, context, executemany):
    print("   ", " ".join(statement.split())[:88], parameters)


for name in ("begin", "commit", "rollback"):
    event.listen(engine, name, lambda connection, name=name: print("   ", name.upper()))

with Session(engine) as session:
    print("add, children first:")
    session.add(Stock(title="Emma", amount=3, branch=Branch(name="North")))
    session.add(Stock(title="Emma", amount=0, branch=Branch(name="South")))
    print("commit:")
    session.commit()


def move(session, source_id, target_id, amount):
    session.get_one(Stock, target_id).amount += amount
    session.flush()
    session.get_one(Stock, source_id).amount -= amount


for amount in (2, 5):
    print(f"move {amount}:")
    try:
        with Session(engine) as session, session.begin():
            move(session, 1, 2, amount)
    except exc.IntegrityError as problem:
        print("   refused:", problem.orig)

with Session(engine) as session:
    print("in the end:", session.scalars(select(Stock.amount).order_by(Stock.id)).all())
