"""A failed flush, a session that says so, and a savepoint around the part that may fail."""

from sqlalchemy import create_engine, exc, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


class Base(DeclarativeBase):
    pass


class Reader(Base):
    __tablename__ = "reader"
    id: Mapped[int] = mapped_column(primary_key=True)
    mail: Mapped[str] = mapped_column(unique=True)


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)

with Session(engine) as session:
    session.add_all([Reader(mail="ada@example.org"), Reader(mail="ada@example.org")])
    try:
        session.commit()
    except exc.IntegrityError as problem:
        print("commit:", problem.orig)
    try:
        session.scalars(select(Reader)).all()
    except exc.PendingRollbackError as problem:
        print("next question:", str(problem).split(".")[0])
    session.rollback()
    print("after rollback():", session.scalars(select(Reader.mail)).all())

with Session(engine) as session, session.begin():
    for mail in ("ada@example.org", "tom@example.org", "ada@example.org", "eve@example.org"):
        try:
            with session.begin_nested():
                session.add(Reader(mail=mail))
        except exc.IntegrityError:
            print("skipped:", mail)
with Session(engine) as session:
    print("kept:", session.scalars(select(Reader.mail).order_by(Reader.id)).all())
