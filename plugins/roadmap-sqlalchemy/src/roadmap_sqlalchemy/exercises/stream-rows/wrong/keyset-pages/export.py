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
    record = {"id": row.id, "day": row.day.isoformat(), "amount": str(row.amount), "note": row.note}
    return json.dumps(record) + "\n"


def export(engine, write, chunk=5000, progress=None, cancelled=None):
    """Write all rows as JSON lines, portion by portion; how many there were."""
    count, last = 0, -1
    while not (cancelled and cancelled()):
        with engine.connect() as connection:
            question = select(measurement).where(measurement.c.id > last).order_by(measurement.c.id).limit(chunk)
            rows = connection.execute(question).all()
        if not rows:
            break
        write("".join(map(line, rows)))
        count, last = count + len(rows), rows[-1].id
        if progress:
            progress(count)
    return count
