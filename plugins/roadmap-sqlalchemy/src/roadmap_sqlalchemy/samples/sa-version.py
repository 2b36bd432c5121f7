"""Two people edit the same row. With a version counter the second one is told."""

import tempfile

from sqlalchemy import create_engine, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.orm.exc import StaleDataError


class Base(DeclarativeBase):
    pass


class Page(Base):
    __tablename__ = "page"
    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}


engine = create_engine(f"sqlite:///{tempfile.mkdtemp()}/wiki.db")
Base.metadata.create_all(engine)
with Session(engine) as session, session.begin():
    session.add(Page(id=1, text="first"))


@event.listens_for(engine, "before_cursor_execute")
def show(connection, cursor, statement, parameters, context, executemany):
    if statement.startswith("UPDATE"):
        print("  ", statement, parameters)


# Each keeps the page as it was read, without a transaction, while they think.
ada, tom = Session(engine, expire_on_commit=False), Session(engine, expire_on_commit=False)
hers, his = ada.get_one(Page, 1), tom.get_one(Page, 1)
ada.commit()
tom.commit()
print("both read version", hers.version, his.version)

his.text = "Tom's text"
tom.commit()
print("Tom saved; it is version", his.version)

hers.text = "Ada's text"
try:
    ada.commit()
except StaleDataError as problem:
    print("Ada:", problem)
    ada.rollback()
print("kept:", ada.get_one(Page, 1, populate_existing=True).text)
