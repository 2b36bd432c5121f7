"""What autogenerate sees when a column is renamed, a check is added and a size changes."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, Column, Integer, MetaData, String, Table, create_engine

engine = create_engine("sqlite://")
before = MetaData()
Table("book", before, Column("id", Integer, primary_key=True), Column("name", String(80)), Column("pages", Integer))
before.create_all(engine)

after = MetaData()
Table(
    "book",
    after,
    Column("id", Integer, primary_key=True),
    Column("title", String(80)),  # was: name
    Column("pages", String(10)),  # was: a number
    CheckConstraint("length(title) > 0", name="title_given"),
)

with engine.connect() as connection:
    for found in compare_metadata(MigrationContext.configure(connection), after):
        if isinstance(found, list):
            found = found[0]
            print(found[0], "|", found[3], "|", repr(found[5]), "to", repr(found[6]))
        else:
            print(found[0], "|", found[3].name)
print("the check constraint: not a word")
