"""Three gates in a row: Pydantic for what comes from outside, the database for what must never be otherwise."""

from pydantic import BaseModel, Field, ValidationError
from sqlalchemy import CheckConstraint, Computed, create_engine, exc, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


class Base(DeclarativeBase):
    pass


class Booking(Base):
    __tablename__ = "booking"
    __table_args__ = (CheckConstraint("first < last", name="first_before_last"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    room: Mapped[str]
    first: Mapped[int]
    last: Mapped[int]
    nights: Mapped[int] = mapped_column(Computed("last - first"))


class Request(BaseModel):
    room: str = Field(min_length=1, max_length=20)
    first: int = Field(ge=1, le=365)
    last: int = Field(ge=1, le=366)


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)


def book(data):
    try:
        wish = Request.model_validate(data)
    except ValidationError as problem:
        return "422:", [(".".join(map(str, one["loc"])), one["msg"]) for one in problem.errors()]
    try:
        with Session(engine) as session, session.begin():
            session.add(Booking(**wish.model_dump()))
    except exc.IntegrityError as problem:
        return "409:", str(problem.orig)
    with Session(engine) as session:
        return "201:", session.execute(select(Booking.room, Booking.nights)).all()


print(*book({"room": "7", "first": "10", "last": 13}))
print(*book({"room": "", "first": 0}))
print(*book({"room": "7", "first": 20, "last": 20}))
