import sys
import types

from sqlalchemy import ForeignKey, String, create_engine, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship, selectinload

# The mapper looks names in annotations up in the module of the class, and a warm-up is in no list of modules.
sys.modules[__name__] = types.SimpleNamespace()
sys.modules[__name__].__dict__.update(globals())


class Base(DeclarativeBase):
    pass


class Parent(Base):
    __tablename__ = "parent"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    children: Mapped[list["Child"]] = relationship(back_populates="parent", cascade="all, delete-orphan")


class Child(Base):
    __tablename__ = "child"
    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int] = mapped_column(ForeignKey("parent.id"))
    parent: Mapped[Parent] = relationship(back_populates="children")


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
with Session(engine) as session, session.begin():
    session.add(Parent(name="a", children=[Child(), Child()]))
    session.flush()
    session.scalars(select(Parent).options(selectinload(Parent.children))).all()
    session.execute(select(func.count(Child.id)).join(Child.parent).group_by(Parent.name)).all()
    session.delete(session.get_one(Parent, 1))
engine.dispose()
