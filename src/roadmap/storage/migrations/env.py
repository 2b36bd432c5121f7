"""How Alembic runs here: only from a program, on a connection that `roadmap.storage.migrating` has opened."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy.types import TypeDecorator

from roadmap.storage.base import Base

connection = context.config.attributes.get("connection")
if connection is None:
    raise SystemExit("run migrations with `roadmap db upgrade`, not with alembic: it needs the site's own settings")


def plain_types(kind: str, item: object, autogenerate: AutogenContext) -> str | Literal[False]:
    """Our own column types as what they are in the database: a migration must not change when the program does."""
    return f"sa.{item.impl!r}" if kind == "type" and isinstance(item, TypeDecorator) else False


# SQLite cannot alter much of a table; batch operations copy it instead.
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True, render_item=plain_types)
with context.begin_transaction():
    context.run_migrations()
