"""Runs in the learner's process: shops of their own, with beginnings and ends of transactions counted."""

import itertools
import sqlite3

import database
import models
import stock
from sqlalchemy import event
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

_numbers = itertools.count()


class Shop:
    """Stocks with the ids 1, 2, … in a database of their own."""

    def __init__(self, amounts):
        self.path = f"shop-{next(_numbers)}.db"
        self.engine = database.open_database(self.path)
        models.Base.metadata.create_all(self.engine)
        with Session(self.engine) as session, session.begin():
            for number, amount in enumerate(amounts, 1):
                session.add(models.Stock(id=number, branch=f"branch {number}", title="Emma", amount=amount))
        self.counts = {"begin": 0, "commit": 0, "rollback": 0}
        for name in self.counts:
            event.listen(self.engine, name, lambda connection, name=name: self.count(name))

    def count(self, name):
        self.counts[name] += 1

    def raw(self, sql):
        connection = sqlite3.connect(self.path, timeout=1, isolation_level=None)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def amounts(self):
        return [row[0] for row in self.raw("SELECT amount FROM stock ORDER BY id")]


def _name(problem):
    return "Refused" if isinstance(problem, stock.Refused) else type(problem).__name__


def transfer(amounts, *args):
    shop = Shop(amounts)
    raised = ""
    try:
        stock.transfer(shop.engine, *args)
    except Exception as problem:
        raised = _name(problem) if not isinstance(problem, LookupError) else "LookupError"
    open_ones = shop.engine.pool.checkedout()
    return {"raised": raised, "amounts": shop.amounts(), **shop.counts, "open": open_ones}


def moves(amounts, steps, ending):
    """Several moves in one session, each error noted; before them the caller renames stock 1. Then `ending`."""
    shop = Shop(amounts)
    raised, problem = [], ""
    with Session(shop.engine) as session:
        try:
            session.get(models.Stock, 1).title = "renamed"
            session.flush()
            for step in steps:
                try:
                    stock.move(session, *step)
                    raised.append("")
                except (LookupError, stock.Refused) as refusal:
                    raised.append("LookupError" if isinstance(refusal, LookupError) else "Refused")
            inside = dict(shop.counts)
            getattr(session, ending)()
        except Exception as failure:
            problem, inside = _name(failure), dict(shop.counts)
    return {
        "raised": raised,
        "problem": problem,
        "inside": inside,
        "amounts": shop.amounts(),
        "title": shop.raw("SELECT title FROM stock WHERE id = 1")[0][0],
    }


def negative(amounts):
    shop = Shop(amounts)
    try:
        shop.raw("UPDATE stock SET amount = -1 WHERE id = 1")
    except sqlite3.IntegrityError:
        return "refused"
    return "taken"


def edited_at_once():
    """Two sessions read stock 1; both change it, one after the other."""
    shop = Shop([5])
    first, second = (Session(shop.engine, expire_on_commit=False) for _ in range(2))
    mine, yours = first.get(models.Stock, 1), second.get(models.Stock, 1)
    first.commit()
    second.commit()
    yours.amount = 4
    second.commit()
    mine.amount = 6
    try:
        first.commit()
    except StaleDataError:
        return "StaleDataError"
    except Exception as problem:
        return type(problem).__name__
    finally:
        first.close()
        second.close()
    return ""


def retry(conflicts, error=""):
    """Work that meets `conflicts` quicker colleagues, then succeeds; or raises an error of another kind."""
    shop = Shop([100])
    sessions = []

    def work(session):
        sessions.append(session)
        if error:
            raise ValueError(error)
        if len(sessions) <= conflicts:
            raise StaleDataError("somebody else was quicker")
        session.get_one(models.Stock, 1).amount -= 1
        return "done"

    raised, answer = "", None
    try:
        answer = stock.retry(shop.engine, work)
    except Exception as problem:
        raised = type(problem).__name__
    return {"raised": raised, "answer": answer, "attempts": len(sessions), "sessions": len(set(map(id, sessions))), "amounts": shop.amounts()}
