"""What a run will do, done once before the first fork: dialects and the first statements are loaded late otherwise."""

import alembic.migration
import alembic.operations  # noqa: F401
import sqlalchemy.dialects.mysql
import sqlalchemy.dialects.postgresql
import sqlalchemy.ext.asyncio
import sqlalchemy.ext.automap  # noqa: F401
from sqlalchemy import ForeignKey, Integer, String, create_engine, func, inspect, select
from sqlalchemy.orm import Session, mapped_column, registry, relationship, selectinload

mapping = registry()


# Without annotations: SQLAlchemy looks their names up in the module, and a warm-up is not one.
@mapping.mapped
class Parent:
    __tablename__ = "parent"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String)
    children = relationship("Child", back_populates="parent")


@mapping.mapped
class Child:
    __tablename__ = "child"
    id = mapped_column(Integer, primary_key=True)
    parent_id = mapped_column(ForeignKey("parent.id"))
    parent = relationship("Parent", back_populates="children")


engine = create_engine("sqlite://")
mapping.metadata.create_all(engine)
with Session(engine) as session, session.begin():
    session.add(Parent(name="a", children=[Child(), Child()]))
    session.flush()
    session.scalars(select(Parent).options(selectinload(Parent.children))).all()
    session.scalar(select(func.count()).select_from(Child))
inspect(engine).get_table_names()
engine.dispose()
# No connection is made here; what the dialect imports has to be warm.
create_engine("postgresql+psycopg://").dispose()
mapping.dispose()
