"""Runs what the visitor typed, with every statement watched, and reports what the database was asked."""

import ast
import contextlib
import io
import itertools
import sys
import time
import traceback
from pathlib import Path

import sqlparse
from django.db import DatabaseError, connection, models, transaction
from django.db.models import functions
from django.db.models.query import QuerySet, RawQuerySet
from shop import models as shop

ROWS, CELLS, TEXT, PRINTED, STATEMENTS = 30, 14, 160, 6000, 30
EXPRESSIONS = "Avg Case Count Exists F Max Min OuterRef Prefetch Q Subquery Sum Value When Window IntegerField"
CONTROL = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK")


def run(planted):
    """The report on query.py; with the source of a planted page also on that, to compare with."""
    report = {"planted": watch(planted, "planted.py")} if planted else {}
    return {**report, **watch(Path("query.py").read_text(encoding="utf-8"), "query.py")}


def names():
    """What the code may use without importing it."""
    found = {name: getattr(models, name) for name in EXPRESSIONS.split()}
    found |= {one.__name__: one for one in vars(shop).values() if isinstance(one, type)}
    return {**found, "connection": connection, "functions": functions, "transaction": transaction, "__name__": "query"}


def watch(source, name):
    """Execute `source`; the value of its last line, if that is an expression, is the result, as in a notebook."""
    log = Log(name)
    printed = io.StringIO()
    facts = {"problem": "", "result": None}
    started = time.perf_counter()
    with connection.execute_wrapper(log), contextlib.redirect_stdout(printed):
        try:
            facts["result"] = shown(evaluate(source, name))
        except BaseException as problem:  # SystemExit is a mistake here, too
            facts["problem"] = told(problem, name)
    text = printed.getvalue()
    return {
        **facts,
        "printed": text[:PRINTED],
        "whole": len(text) <= PRINTED,
        "milliseconds": round((time.perf_counter() - started) * 1000, 1),
        "count": log.count,
        "statements": log.report(),
    }


def evaluate(source, name):
    tree = ast.parse(source, name)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    space = names()
    exec(compile(tree, name, "exec"), space)  # noqa: S102
    if last is None:
        return None
    return eval(compile(ast.Expression(last.value), name, "eval"), space)  # noqa: S307


class Log:
    """An execute wrapper that keeps each statement once, with how often, by which lines and for how long it ran."""

    def __init__(self, name):
        self.name = name
        self.count = 0
        self.statements = {}

    def __call__(self, execute, sql, params, many, context):
        if sql.startswith(CONTROL):
            return execute(sql, params, many, context)
        self.count += 1
        entry = self.statements.setdefault(sql, {"sql": sql, "params": params, "times": 0, "lines": [], "text": sql})
        entry["times"] += 1
        line = self.line()
        if line and line not in entry["lines"]:
            entry["lines"].append(line)
        try:
            return execute(sql, params, many, context)
        finally:
            if entry["times"] == 1 and not many:
                entry["text"] = connection.ops.last_executed_query(context["cursor"], sql, params) or sql

    def line(self):
        """The line of the visitor's code that is being executed, 0 after its end, when the result is shown."""
        frame = sys._getframe(2)
        while frame:
            if frame.f_code.co_filename == self.name:
                return frame.f_lineno
            frame = frame.f_back
        return 0

    def report(self):
        return [
            {"times": one["times"], "lines": one["lines"], "sql": pretty(one["text"]), "plan": plan(one)}
            for one in itertools.islice(self.statements.values(), STATEMENTS)
        ]


def pretty(sql):
    # The formatter's time grows faster than the text: a list of a thousand numbers is not worth it.
    return (
        sqlparse.format(sql, reindent=True, wrap_after=56, keyword_case="upper")
        if len(sql) < 3000
        else sql[:3000] + " …"
    )


def plan(statement):
    """Lines of EXPLAIN QUERY PLAN as pairs of depth and text; nothing for what is no question."""
    if not statement["sql"].lstrip().upper().startswith(("SELECT", "WITH")):
        return []
    depth = {0: -1}
    lines = []
    with contextlib.suppress(DatabaseError), connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {statement['sql']}", statement["params"])
        for number, parent, _, text in cursor.fetchall():
            depth[number] = depth.get(parent, -1) + 1
            lines.append([depth[number], text])
    return lines[:20]


def shown(value):
    """A result as JSON: a table for rows, a text for everything else."""
    if value is None:
        return None
    if not holds_rows(value):
        return {"kind": "value", "text": short(repr(value), 2000)}
    rows = list(value)
    cells = [row_of(row) for row in rows[:ROWS]]
    columns = list(dict.fromkeys(name for row in cells for name in row))[:CELLS]
    table = [[short(str(row.get(name, "")), TEXT) for name in columns] for row in cells]
    return {"kind": "rows", "columns": columns, "rows": table, "total": len(rows)}


def holds_rows(value):
    if isinstance(value, QuerySet | RawQuerySet):
        return True
    return isinstance(value, list) and bool(value) and isinstance(value[0], models.Model | dict | tuple)


def row_of(row):
    if isinstance(row, models.Model):
        # What was loaded, deferred fields left out and annotations included.
        return {name: value for name, value in vars(row).items() if not name.startswith("_")}
    if isinstance(row, dict):
        return {str(name): value for name, value in row.items()}
    if isinstance(row, tuple):
        fields = getattr(row, "_fields", None) or [str(number) for number in range(1, len(row) + 1)]
        return dict(zip(fields, row, strict=True))
    return {"value": row}


def short(text, limit):
    return text if len(text) <= limit else text[:limit] + "…"


def told(problem, name):
    """The traceback with the visitor's own lines only: Django's say nothing about the mistake."""
    told = traceback.TracebackException.from_exception(problem)
    told.__cause__ = told.__context__ = None
    told.stack = traceback.StackSummary.from_list([frame for frame in told.stack if frame.filename == name])
    return short("".join(told.format()), 4000)
