"""What a branch has of a title."""

from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Stock(Base):
    __tablename__ = "stock"

    id: Mapped[int] = mapped_column(primary_key=True)
    branch: Mapped[str]
    title: Mapped[str]
    amount: Mapped[int]
