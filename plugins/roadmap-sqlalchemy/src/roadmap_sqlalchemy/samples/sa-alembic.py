"""One revision with Alembic: a column that must not be empty, added in three steps, and taken away again."""

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Column, Integer, String, create_engine, inspect, text


def upgrade(op):
    # 1. add it empty, 2. fill it, 3. only then forbid emptiness
    op.add_column("book", Column("language", String(2)))
    op.execute("UPDATE book SET language = 'en'")
    with op.batch_alter_table("book") as batch:
        batch.alter_column("language", existing_type=String(2), nullable=False)


def downgrade(op):
    with op.batch_alter_table("book") as batch:
        batch.drop_column("language")


engine = create_engine("sqlite://")
with engine.begin() as connection:
    connection.execute(text("CREATE TABLE book (id INTEGER PRIMARY KEY, title VARCHAR(80) NOT NULL)"))
    connection.execute(text("INSERT INTO book (title) VALUES ('Emma'), ('Dracula')"))

for step in (upgrade, downgrade):
    with engine.begin() as connection:
        step(Operations(MigrationContext.configure(connection)))
    print(step.__name__)
    for column in inspect(engine).get_columns("book"):
        print("  ", column["name"], column["type"], "" if column["nullable"] else "NOT NULL")
    with engine.connect() as connection:
        print("  ", connection.execute(text("SELECT * FROM book")).all())
