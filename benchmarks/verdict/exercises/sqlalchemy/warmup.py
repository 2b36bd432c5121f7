import os
import sys
import tempfile
import types
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, String, create_engine, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship, selectinload

# The mapper looks names in annotations up in the module of the class, and a warm-up is in no list of modules.
sys.modules[__name__] = types.SimpleNamespace()
sys.modules[__name__].__dict__.update(globals())


class Base(DeclarativeBase):
    pass


class Parent(Base):
    __tablename__ = "parent"
    __table_args__ = (CheckConstraint("size >= 0"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    size: Mapped[Decimal] = mapped_column(Numeric(12, 2), default=0)
    children: Mapped[list["Child"]] = relationship(back_populates="parent", cascade="all, delete-orphan")


class Child(Base):
    __tablename__ = "child"
    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int] = mapped_column(ForeignKey("parent.id"), index=True)
    parent: Mapped[Parent] = relationship(back_populates="children")


with tempfile.TemporaryDirectory() as folder:
    engine = create_engine(f"sqlite:///{folder}/warm.db")
    Base.metadata.create_all(engine)
    with Session(engine) as session, session.begin():
        session.add(Parent(name="a", children=[Child(), Child()]))
        session.flush()
        session.get_one(Parent, 1).size += 1
        session.flush()
        session.scalars(select(Parent).where(Parent.name.in_(["a"])).options(selectinload(Parent.children))).all()
        total = func.sum(Child.id).label("total")
        session.execute(select(Parent.name, total).join(Parent.children).group_by(Parent.name).order_by(total.desc()).limit(1)).all()
        session.delete(session.get_one(Parent, 1))
    try:
        with Session(engine) as session, session.begin():
            session.add(Parent(name="b", size=-1))
    except IntegrityError:
        pass
    engine.dispose()
