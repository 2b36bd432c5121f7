"""Questions for a database that nobody described."""

from sqlalchemy import MetaData, Table, func, inspect, select  # noqa: F401


def tables(engine):
    """Names of all tables, without views, in order."""


def columns(engine, table):
    """Pairs of name and whether it may be empty, in the order of the table."""


def path(engine, start, goal):
    """The tables on a shortest way along foreign keys, or None."""


def references(engine, parent, child):
    """How many rows of `child` refer to each row of `parent`, by primary key."""


def orphans(engine, parent, child):
    """How many rows of `child` refer to a row of `parent` that doesn't exist."""
