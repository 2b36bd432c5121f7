"""Exports the measurements as JSON lines."""

import json  # noqa: F401

from sqlalchemy import BigInteger, Column, Date, MetaData, Numeric, String, Table, select  # noqa: F401

measurement = Table(
    "measurement",
    MetaData(),
    Column("id", BigInteger, primary_key=True),
    Column("day", Date, nullable=False),
    Column("amount", Numeric(14, 4), nullable=False),
    Column("note", String),
)


def export(engine, write, chunk=5000, progress=None, cancelled=None):
    """Write all rows as JSON lines, portion by portion; how many there were."""
