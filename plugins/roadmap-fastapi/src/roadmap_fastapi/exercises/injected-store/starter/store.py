"""A small store with transactions, by somebody else. Not yours to change. It writes down what is done with it."""

from __future__ import annotations

from itertools import count

made: list[Store] = []
_numbers = count(1)


class Duplicate(Exception):
    """That text is there already."""


class Store:
    def __init__(self, name: str, password: str) -> None:
        self.name, self.password = name, password
        self.rows: list[str] = []
        self.log: list[str] = []
        made.append(self)

    def open(self) -> None:
        self.log.append("open")

    def close(self) -> None:
        self.log.append("close")

    def session(self) -> Session:
        if self.log.count("open") <= self.log.count("close"):
            raise RuntimeError("the store is not open")
        return Session(self)


class Session:
    def __init__(self, store: Store) -> None:
        self.store, self.number = store, next(_numbers)
        self.added: list[str] = []
        self._note("begin")

    def add(self, text: str) -> None:
        self._note("add")
        self.added.append(text)

    def note(self, what: str) -> None:
        """Something for the log that is not data."""
        self._note(what)

    def all(self) -> list[str]:
        return [*self.store.rows, *self.added]

    def commit(self) -> None:
        self._note("commit")
        if set(self.added) & set(self.store.rows):
            raise Duplicate
        self.store.rows += self.added
        self.added = []

    def rollback(self) -> None:
        self._note("rollback")
        self.added = []

    def close(self) -> None:
        self._note("end")

    def _note(self, what: str) -> None:
        self.store.log.append(f"{self.number} {what}")
