"""A pool is a limit, too: who keeps a connection makes others wait."""

import tempfile

from sqlalchemy import create_engine, exc, text

engine = create_engine(f"sqlite:///{tempfile.mkdtemp()}/a.db", pool_size=1, max_overflow=1, pool_timeout=0.3)

kept = [engine.connect(), engine.connect()]  # two "requests" that forgot to close
try:
    engine.connect()
except exc.TimeoutError as problem:
    print(str(problem).partition(" (Background")[0])

kept.pop().close()
with engine.connect() as connection:
    print("after one was given back:", connection.scalar(text("SELECT 'it works'")))
