"""When connections are opened, and who keeps them."""

import tempfile
from pathlib import Path

from sqlalchemy import create_engine, event, text

path = Path(tempfile.mkdtemp()) / "library.db"
engine = create_engine(f"sqlite:///{path}", pool_size=2, max_overflow=1)


@event.listens_for(engine, "connect")
def opened(dbapi_connection, record):
    print("   … a connection is opened")


print("after create_engine:", engine.pool.checkedin(), "kept,", engine.pool.checkedout(), "in use; a file:", path.exists())
with engine.connect() as connection:
    print("answer:", connection.scalar(text("SELECT 6 * 7")))
    print("inside the block:   ", engine.pool.checkedin(), "kept,", engine.pool.checkedout(), "in use")
print("after the block:    ", engine.pool.checkedin(), "kept,", engine.pool.checkedout(), "in use")

with engine.connect() as first, engine.connect() as second:
    first.scalar(text("SELECT 1"))
    second.scalar(text("SELECT 2"))
    print("two at once:        ", engine.pool.checkedin(), "kept,", engine.pool.checkedout(), "in use")
print("after both:         ", engine.pool.checkedin(), "kept,", engine.pool.checkedout(), "in use")
