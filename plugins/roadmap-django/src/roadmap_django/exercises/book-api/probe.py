"""Fills the library, lets people in, and counts what SQLite is really asked."""

import datetime
import sqlite3

from django.contrib.auth.models import User
from django.db import connection

watching = False
statements = []


def connect(*arguments, **options):
    """As sqlite3's own, which is what Django's backend calls: what is seen here, Django's settings do not change."""
    connection = genuine(*arguments, **options)
    if watching:
        connection.set_trace_callback(note)
    return connection


genuine = sqlite3.dbapi2.connect
sqlite3.connect = sqlite3.dbapi2.connect = connect


def note(statement):
    # What asks for no table of the library is about SQLite itself, or about who is asking.
    if statement.lstrip().upper().startswith(("SELECT", "WITH")) and "library_" in statement:
        statements.append(statement)


def fill(authors, owner):
    """Replace all books by those of `authors`, [name, [[title, published], ...]]. Returns ids of authors, and of each one's books."""
    from library.models import Author, Book

    Book.objects.all().delete()
    Author.objects.all().delete()
    ids = []
    for name, books in authors:
        author = Author.objects.create(name=name)
        made = Book.objects.bulk_create(
            Book(title=title, author=author, published=datetime.date.fromisoformat(day), owner_id=owner) for title, day in books
        )
        ids.append([author.pk, [book.pk for book in made]])
    return ids


def index_titles():
    """An index in which books of one title stand the other way round. The database takes it wherever titles alone are to be in order."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX IF NOT EXISTS books_by_title ON library_book (title, id DESC)")


def join(name, password):
    return User.objects.create_user(name, password=password).pk


def watch():
    global watching
    statements.clear()
    watching = True


def seen():
    global watching
    watching = False
    return statements
