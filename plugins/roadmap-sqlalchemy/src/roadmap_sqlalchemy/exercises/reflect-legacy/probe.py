"""Runs in the learner's process: databases made from a script, on SQLite or PostgreSQL, and one function asked."""

import hashlib
import itertools
import os
import sqlite3
from pathlib import Path

import explore
from sqlalchemy import create_engine

_numbers = itertools.count()


def ask(script, function, *args, postgres=False):
    """The answer as pairs where it is a dictionary, what was raised, and whether the database's file is as it was."""
    path = Path(f"probe-{next(_numbers)}.db")
    if not postgres:
        raw = sqlite3.connect(path)
        raw.executescript(script)
        raw.close()
    engine = create_engine(os.environ["DATABASE_URL"] if postgres else f"sqlite:///{path}")
    before = "" if postgres else hashlib.sha256(path.read_bytes()).hexdigest()
    facts = {"answer": None, "raised": ""}
    try:
        answer = getattr(explore, function)(engine, *args)
        facts["answer"] = sorted(map(list, answer.items())) if isinstance(answer, dict) else answer
    except Exception as problem:
        facts["raised"] = f"{type(problem).__name__}: {str(problem)[:300]}"
    engine.dispose()
    facts["same"] = postgres or before == hashlib.sha256(path.read_bytes()).hexdigest()
    return facts
