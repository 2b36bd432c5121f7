"""Runs what the visitor typed; reports the statement in three dialects, the rows, and what the session did in turn."""

import ast
import contextlib
import io
import sys
import traceback
from pathlib import Path

import library
import models
import sqlalchemy
from sqlalchemy import event, inspect, orm
from sqlalchemy.dialects import mysql, postgresql, sqlite
from sqlalchemy.engine import Result
from sqlalchemy.sql.base import Executable

ROWS, CELLS, TEXT, PRINTED, STEPS, SQL = 30, 12, 160, 6000, 60, 3000
NAME = "query.py"
CORE = (
    "and_ bindparam case cast delete desc distinct exists extract func insert literal not_ null or_ select text union "
    "update values String Integer"
)
ORM = "aliased contains_eager joinedload load_only raiseload selectinload"
DIALECTS = {"SQLite": sqlite.dialect(), "PostgreSQL": postgresql.dialect(), "MySQL": mysql.dialect()}


def run():
    source = Path(NAME).read_text(encoding="utf-8")
    session = orm.Session(library.engine)
    line = TimeLine(session)
    printed = io.StringIO()
    facts = {"problem": "", "result": None, "dialects": []}
    with contextlib.redirect_stdout(printed):
        try:
            value = evaluate(source, session)
            if isinstance(value, Executable) and not isinstance(value, Result):
                facts["dialects"] = spelled(value)
                value = session.execute(value)
            facts["result"] = shown(value)
        except BaseException as problem:  # SystemExit is a mistake here, too
            facts["problem"] = told(problem)
    text = printed.getvalue()
    return {
        **facts,
        "printed": text[:PRINTED],
        "whole": len(text) <= PRINTED,
        "left": left_in(session),
        "count": line.count,
        "steps": line.steps[:STEPS],
        "more": max(0, len(line.steps) - STEPS),
    }


def evaluate(source, session):
    """Execute `source`; the value of its last line, if that is an expression, is the result, as in a notebook."""
    tree = ast.parse(source, NAME)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    space = {name: getattr(sqlalchemy, name) for name in CORE.split()}
    space |= {name: getattr(orm, name) for name in ORM.split()}
    space |= {"Author": models.Author, "Book": models.Book, "Genre": models.Genre, "book_genre": models.book_genre}
    space |= {
        "session": session,
        "engine": library.engine,
        "sqlite": sqlite,
        "postgresql": postgresql,
        "mysql": mysql,
        "__name__": "query",
    }
    exec(compile(tree, NAME, "exec"), space)  # noqa: S102
    if last is None:
        return None
    return eval(compile(ast.Expression(last.value), NAME, "eval"), space)  # noqa: S307


def spelled(statement, keys=None):
    """The statement in each dialect as name, SQL, values; or why that dialect has no such thing."""
    found = []
    home = (
        type(statement).__module__.rpartition("dialects.")[2].partition(".")[0]
        if "dialects." in type(statement).__module__
        else ""
    )
    for name, dialect in DIALECTS.items():
        if home and home != dialect.name:
            found.append([name, "", "", f"the statement is one of the dialect {home}'s own."])
            continue
        try:
            compiled = statement.compile(dialect=dialect, column_keys=keys)
            found.append([name, laid_out(str(compiled)), short(values(compiled.params), 600), ""])
        except Exception as problem:
            found.append([name, "", "", short(str(problem).split("(Background")[0].strip(), 400)])
    return found


def laid_out(sql):
    """A change in several lines; a question comes in several by itself. Values are never in it, so no text is hit."""
    sql = sql.strip()
    if not sql.startswith("SELECT"):
        for word in ("VALUES", "SET", "WHERE", "ON CONFLICT", "ON DUPLICATE KEY", "RETURNING"):
            sql = sql.replace(f" {word} ", f"\n{word} ")
    return short(sql, SQL)


def values(params):
    return ", ".join(f"{name} = {value!r}" for name, value in params.items()) if params else ""


class TimeLine:
    """What session and connection did, in order: each step with its kind, words, the visitor's line, and SQL if any."""

    def __init__(self, session):
        self.steps, self.count, self.asked = [], 0, None
        engine = library.engine
        for name, kind, words in (
            ("transient_to_pending", "object", "is pending: on the list, not sent"),
            ("pending_to_persistent", "object", "is persistent: it has a row"),
            ("persistent_to_deleted", "object", "is deleted: sent, not committed"),
            ("pending_to_transient", "object", "is transient again: its row is gone"),
            ("persistent_to_transient", "object", "is transient again: its row is gone"),
            ("deleted_to_persistent", "object", "is persistent again"),
        ):
            event.listen(
                session, name, lambda session, one, kind=kind, words=words: self.add(kind, f"{label(one)} {words}")
            )
        event.listen(session, "before_flush", self.flush)
        for target in (models.Author, models.Book, models.Genre):
            for attribute in inspect(target).column_attrs:
                event.listen(getattr(target, attribute.key), "set", self.changed)
        event.listen(engine, "begin", lambda connection: self.add("border", "BEGIN"))
        event.listen(engine, "commit", lambda connection: self.add("border", "COMMIT: what was sent is kept"))
        event.listen(engine, "rollback", lambda connection: self.add("border", "ROLLBACK: what was sent is undone"))
        event.listen(engine, "savepoint", lambda connection, name: self.add("border", "SAVEPOINT"))
        event.listen(
            engine,
            "rollback_savepoint",
            lambda connection, name, context: self.add("border", "ROLLBACK to the savepoint"),
        )
        event.listen(
            engine,
            "release_savepoint",
            lambda connection, name, context: self.add("border", "RELEASE of the savepoint"),
        )
        event.listen(engine, "before_execute", self.before)
        event.listen(engine, "before_cursor_execute", self.sent)

    def add(self, kind, words, **more):
        self.steps.append(
            {"kind": kind, "words": short(words, 300), "line": here(), "sql": "", "values": "", "others": [], **more}
        )

    def flush(self, session, context, instances):
        numbers = [
            (len(session.new), "new"),
            (sum(map(session.is_modified, session.dirty)), "changed"),
            (len(session.deleted), "to delete"),
        ]
        said = ", ".join(f"{number} {word}" for number, word in numbers if number)
        if said:
            self.add("flush", f"Flush: {said}")

    def changed(self, one, value, old, initiator):
        state = inspect(one)
        # Of an object that is just being made or filled from a row there is nothing to tell.
        if state.persistent and here() and value != old:
            self.add("object", f"{label(one)}: {initiator.key} = {short(repr(value), 60)}, noted only")

    def before(self, connection, statement, multiparams, params, options):
        self.asked = (statement, list((multiparams[0] if multiparams else params) or {}))

    def sent(self, connection, cursor, sql, parameters, context, many):
        if sql == "BEGIN" or sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            return
        self.count += 1
        others = []
        if self.asked and hasattr(self.asked[0], "compile") and len(self.steps) < STEPS:
            statement, keys = self.asked
            others = [one for one in spelled(statement, keys or None) if one[0] != "SQLite"]
        sets = len(parameters) if many and isinstance(parameters, list) else 1
        said = f"{sql.split()[0].upper()} is sent" + (f" with {sets} sets of values" if sets > 1 else "")
        self.add("sql", said, sql=laid_out(sql), values=short(repr(parameters), 600), others=others)


def here():
    """The line of the visitor's code that is being executed, 0 after its end, when the result is shown."""
    frame = sys._getframe(1)
    while frame:
        if frame.f_code.co_filename == NAME:
            return frame.f_lineno
        frame = frame.f_back
    return 0


def label(one):
    state = inspect(one)
    for name in ("title", "name"):
        if name in state.dict:
            return f"{type(one).__name__} {state.dict[name]!r}"
    return f"{type(one).__name__} {state.identity[0]}" if state.identity else type(one).__name__


def left_in(session):
    """What the visitor's code left undone."""
    try:
        counts = [
            (len(session.new), "new"),
            (sum(map(session.is_modified, session.dirty)), "changed"),
            (len(session.deleted), "to delete"),
        ]
        return {
            "noted": ", ".join(f"{number} {word}" for number, word in counts if number),
            "open": bool(session.in_transaction()),
        }
    except Exception:
        return {"noted": "", "open": False}


def shown(value):
    """A result as JSON: a table for rows, a text for everything else."""
    if value is None:
        return None
    if isinstance(value, Result):
        if not getattr(value, "returns_rows", True):
            return {"kind": "value", "text": f"{value.rowcount} rows were changed"}
        with contextlib.suppress(sqlalchemy.exc.InvalidRequestError):
            value = value.unique()
        value = value.all()
    elif isinstance(value, sqlalchemy.ScalarResult | sqlalchemy.MappingResult):
        value = value.unique().all()
    if (
        not isinstance(value, list | tuple)
        or not value
        or not isinstance(value[0], models.Base | sqlalchemy.Row | dict | tuple)
    ):
        return (
            {"kind": "rows", "columns": [], "rows": [], "total": 0}
            if value == []
            else {"kind": "value", "text": short(repr(value), 2000)}
        )
    cells = [row_of(row) for row in value[:ROWS]] if not isinstance(value, sqlalchemy.Row) else [row_of(value)]
    total = len(value) if not isinstance(value, sqlalchemy.Row) else 1
    columns = list(dict.fromkeys(name for row in cells for name in row))[:CELLS]
    table = [[short(str(row.get(name, "")), TEXT) for name in columns] for row in cells]
    return {"kind": "rows", "columns": columns, "rows": table, "total": total}


def row_of(row):
    if isinstance(row, models.Base):
        loaded = inspect(row).dict
        return {one.key: loaded[one.key] for one in inspect(type(row)).column_attrs if one.key in loaded}
    if isinstance(row, dict):
        return {str(name): value for name, value in row.items()}
    if isinstance(row, sqlalchemy.Row):
        found = {}
        for name, value in row._mapping.items():
            found |= (
                row_of(value)
                if isinstance(value, models.Base) and len(row) == 1
                else {str(name): label(value) if isinstance(value, models.Base) else value}
            )
        return found
    if isinstance(row, tuple):
        return {str(number): value for number, value in enumerate(row, 1)}
    return {"value": row}


def short(text, limit):
    return text if len(text) <= limit else text[:limit] + "…"


def told(problem):
    """The traceback with the visitor's own lines only: the library's say little about the mistake."""
    told = traceback.TracebackException.from_exception(problem)
    told.__cause__ = told.__context__ = None
    told.stack = traceback.StackSummary.from_list([frame for frame in told.stack if frame.filename == NAME])
    return short("".join(told.format()).split("\n(Background on this error")[0], 4000)
