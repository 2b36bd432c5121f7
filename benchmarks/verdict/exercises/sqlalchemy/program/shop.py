from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, String, create_engine, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship, selectinload


class Base(DeclarativeBase):
    pass


class Account(Base):
    __tablename__ = "account"
    __table_args__ = (CheckConstraint("balance >= 0"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(String(40), unique=True)
    balance: Mapped[Decimal] = mapped_column(Numeric(12, 2), default=0)
    orders: Mapped[list["Order"]] = relationship(back_populates="account", cascade="all, delete-orphan")


class Order(Base):
    __tablename__ = "purchase"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    item: Mapped[str] = mapped_column(String(80))
    amount: Mapped[int]
    account: Mapped[Account] = relationship(back_populates="orders")


engine = create_engine("sqlite:///shop.db")
Base.metadata.create_all(engine)


def open_account(owner, balance=0):
    with Session(engine) as session, session.begin():
        account = Account(owner=owner, balance=Decimal(balance))
        session.add(account)
        session.flush()
        return account.id


def balance(number):
    with Session(engine) as session:
        return int(session.get_one(Account, number).balance)


def transfer(giver, taker, amount):
    """Whether it was done."""
    try:
        with Session(engine) as session, session.begin():
            session.get_one(Account, taker).balance += amount
            session.get_one(Account, giver).balance -= amount
    except IntegrityError:
        return False
    return True


def order(number, items):
    with Session(engine) as session, session.begin():
        account = session.get_one(Account, number)
        account.orders += [Order(item=item, amount=amount) for item, amount in items]


def orders(owners):
    """Owner to what they ordered, in two queries."""
    wanted = select(Account).where(Account.owner.in_(owners)).options(selectinload(Account.orders))
    with Session(engine) as session:
        return {account.owner: [order.item for order in account.orders] for account in session.scalars(wanted)}


def best(owners, most):
    """Who ordered most, and how much of it."""
    total = func.sum(Order.amount).label("total")
    report = select(Account.owner, total).join(Account.orders).where(Account.owner.in_(owners))
    with Session(engine) as session:
        rows = session.execute(report.group_by(Account.owner).order_by(total.desc(), Account.owner).limit(most))
        return [[owner, total] for owner, total in rows]


def close(number):
    with Session(engine) as session, session.begin():
        session.delete(session.get_one(Account, number))
        session.flush()
        return session.scalar(select(func.count()).select_from(Order).where(Order.account_id == number))
