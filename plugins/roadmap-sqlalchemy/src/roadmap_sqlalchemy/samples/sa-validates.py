"""Rules in Python: a validator, a type of one's own, and ways around them."""

from decimal import Decimal

from sqlalchemy import Integer, TypeDecorator, create_engine, exc, insert, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, validates


class Cents(TypeDecorator):
    """Money as a whole number in the database, as a Decimal in Python: on every way in and out."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value, dialect):
        if value is None:
            return None
        cents = Decimal(value) * 100
        if cents != cents.to_integral_value():
            raise ValueError(f"{value} has fractions of a cent")
        return int(cents)

    def process_result_value(self, value, dialect):
        return None if value is None else Decimal(value) / 100


class Base(DeclarativeBase):
    pass


class Account(Base):
    __tablename__ = "account"
    id: Mapped[int] = mapped_column(primary_key=True)
    mail: Mapped[str]
    balance: Mapped[Decimal] = mapped_column(Cents)

    @validates("mail")
    def has_an_at(self, key, mail):
        if "@" not in mail:
            raise ValueError(f"{mail!r} is no address")
        return mail.strip().lower()


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
with Session(engine) as session:
    session.add(Account(mail=" Ada@Example.org ", balance=Decimal("12.50")))
    try:
        Account(mail="nowhere", balance=0)
    except ValueError as problem:
        print("an object:", problem)
    session.execute(insert(Account).values(mail="nowhere", balance="0.10"))
    print("a statement goes around the validator:", session.scalars(select(Account.mail).order_by(Account.id)).all())
    try:
        session.execute(insert(Account).values(mail="tom@example.org", balance="0.001"))
    except exc.StatementError as problem:
        print("but not around the type:", problem.orig)
    print(session.scalars(select(Account.balance).order_by(Account.id)).all(), session.connection().exec_driver_sql("SELECT balance FROM account").all())
