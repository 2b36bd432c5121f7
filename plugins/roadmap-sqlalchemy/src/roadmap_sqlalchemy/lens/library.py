"""The library, ready to be asked: an engine, tables in memory, rows."""

from models import Author, Base, Book, Genre
from sqlalchemy import create_engine, event
from sqlalchemy.orm import Session

BOOKS = {
    "Jane Austen": [("Emma", 1815, 3, "novel satire"), ("Persuasion", 1817, 2, "novel")],
    "Mary Shelley": [("Frankenstein", 1818, 4, "novel gothic"), ("The Last Man", 1826, 1, "novel")],
    "George Eliot": [("Middlemarch", 1871, 2, "novel")],
    "Bram Stoker": [("Dracula", 1897, 5, "gothic")],
    "Virginia Woolf": [("Orlando", 1928, 2, "novel satire"), ("The Waves", 1931, 0, "novel")],
    "Karel Čapek": [("R.U.R.", 1920, 1, "play"), ("War with the Newts", 1936, 3, "novel satire")],
    "Nobody Yet": [],
}

engine = create_engine("sqlite://")


@event.listens_for(engine, "connect")
def prepare(raw, record):
    raw.isolation_level = None  # transactions begin when SQLAlchemy says so, which savepoints need
    raw.execute("PRAGMA foreign_keys = ON")


@event.listens_for(engine, "begin")
def begin(connection):
    connection.exec_driver_sql("BEGIN")


Base.metadata.create_all(engine)
with Session(engine) as _session, _session.begin():
    genres = {name: Genre(name=name) for name in ("novel", "satire", "gothic", "play")}
    for name, books in BOOKS.items():
        author = Author(name=name)
        _session.add(author)
        for title, year, copies, kinds in books:
            kinds = [genres[kind] for kind in kinds.split()]
            author.books.append(Book(title=title, year=year, copies=copies, genres=kinds))
