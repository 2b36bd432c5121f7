"""Questions for a database that nobody described."""

from sqlalchemy import MetaData, Table, func, inspect, select


def tables(engine):
    """Names of all tables, without views, in order."""
    return sorted(inspect(engine).get_table_names())


def columns(engine, table):
    """Pairs of name and whether it may be empty, in the order of the table."""
    return [(column["name"], column["nullable"]) for column in inspect(engine).get_columns(table)]


def neighbours(engine):
    """The tables next to each table, along foreign keys in both directions."""
    look = inspect(engine)
    found = {name: set() for name in look.get_table_names()}
    for name in found:
        for key in look.get_foreign_keys(name):
            found[name].add(key["referred_table"])
            found[key["referred_table"]].add(name)
    return found


def path(engine, start, goal):
    """The tables on a shortest way along foreign keys, or None."""
    around = neighbours(engine)
    ways, seen = [[start]], {start}
    while ways:
        way = ways.pop(0)
        if way[-1] == goal:
            return way
        for name in sorted(around[way[-1]] - seen):
            seen.add(name)
            ways.append([*way, name])
    return None


def joined(engine, parent, child):
    """Both tables, the column that refers, and the one that it refers to."""
    one, many = (Table(name, MetaData(), autoload_with=engine) for name in (parent, child))
    key = next(key for key in inspect(engine).get_foreign_keys(child) if key["referred_table"] == parent)
    return one, many, many.c[key["constrained_columns"][0]], one.c[key["referred_columns"][0]]


def references(engine, parent, child):
    """How many rows of `child` refer to each row of `parent`, by primary key."""
    one, many, referring, referred = joined(engine, parent, child)
    (primary,) = one.primary_key.columns
    question = select(primary, func.count(referring)).select_from(one.join(many, referring == referred))
    with engine.connect() as connection:
        return dict(tuple(row) for row in connection.execute(question.group_by(primary)))


def orphans(engine, parent, child):
    """How many rows of `child` refer to a row of `parent` that doesn't exist."""
    _, many, referring, referred = joined(engine, parent, child)
    there = select(referred).where(referred == referring).correlate(many).exists()
    question = select(func.count()).select_from(many).where(referring.is_not(None), ~there)
    with engine.connect() as connection:
        return connection.scalar(question)
