"""Memory for reading 300,000 rows from PostgreSQL, in two ways. Each in a process of its own, which measures itself."""

import os
import resource

from sqlalchemy import String, cast, create_engine, func, select

ROWS = 300_000
n = func.generate_series(1, ROWS).column_valued("n")
QUESTION = select("a line of text that says nothing, number " + cast(n, String))


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def read(options):
    engine = create_engine(os.environ["DATABASE_URL"])
    with engine.connect().execution_options(**options) as connection:
        connection.execute(select(1))
        before, count = peak(), 0
        result = connection.execute(QUESTION)
        while rows := result.fetchmany(1000):
            count += len(rows)
        assert count == ROWS
        return peak() - before


def measured(options):
    reader, writer = os.pipe()
    if os.fork() == 0:
        try:
            os.write(writer, str(read(options)).encode())
        finally:
            os._exit(0)
    os.wait()
    return int(os.read(reader, 20))


for options in ({}, {"yield_per": 1000}):
    grown = measured(options)
    print(f"{options or 'no options'!s:20} {grown:3} MiB more:", "all rows at once" if grown > 8 else "a portion at a time")
