"""What a branch has of a title."""

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Stock(Base):
    __tablename__ = "stock"
    __table_args__ = (CheckConstraint("amount >= 0", name="amount_not_negative"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    branch: Mapped[str]
    title: Mapped[str]
    amount: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
