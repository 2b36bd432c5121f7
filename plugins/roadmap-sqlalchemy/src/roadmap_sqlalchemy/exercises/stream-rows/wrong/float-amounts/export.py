"""Exports the measurements as JSON lines."""

import json

from sqlalchemy import BigInteger, Column, Date, MetaData, Numeric, String, Table, select

measurement = Table(
    "measurement",
    MetaData(),
    Column("id", BigInteger, primary_key=True),
    Column("day", Date, nullable=False),
    Column("amount", Numeric(14, 4), nullable=False),
    Column("note", String),
)


def line(row):
    record = {"id": row.id, "day": row.day.isoformat(), "amount": float(row.amount), "note": row.note}
    return json.dumps(record) + "\n"


def export(engine, write, chunk=5000, progress=None, cancelled=None):
    """Write all rows as JSON lines, portion by portion; how many there were."""
    count = 0
    with engine.connect().execution_options(yield_per=chunk) as connection:
        for rows in connection.execute(select(measurement).order_by(measurement.c.id)).partitions():
            if cancelled and cancelled():
                break
            write("".join(map(line, rows)))
            count += len(rows)
            if progress:
                progress(count)
    return count
