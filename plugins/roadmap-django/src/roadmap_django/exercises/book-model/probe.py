"""Adds books, asks the learner's queryset and counts what that costs, inside their process."""

import contextlib
import datetime
import inspect
import io

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection, models
from django.db.models import ProtectedError, RestrictedError


def add(authors):
    """`authors` is a list of lists of [title, published, price]. Returns their ids, and those of the books."""
    from library.models import Author, Book

    made, books = [], []
    for number, shelf in enumerate(authors):
        author = Author.objects.create(name=f"Author {number}")
        made.append(author.pk)
        for title, published, price in shelf:
            book = Book.objects.create(title=title, author=author, published=datetime.date.fromisoformat(published), price=price)
            books.append(book.pk)
    return {"authors": made, "books": books}


def named(author, title, published):
    from library.models import Author, Book

    author = Author(name=author)
    return [str(author), str(Book(title=title, author=author, published=datetime.date.fromisoformat(published), price=1))]


def refused(title, published, price):
    """The fields with which full_clean() is not content."""
    from library.models import Author, Book

    author = Author.objects.create(name="Author")
    try:
        Book(title=title, author=author, published=datetime.date.fromisoformat(published), price=price).full_clean()
    except ValidationError as problem:
        return sorted(problem.message_dict)
    return []


def chain(steps):
    """Call the methods in `steps`, [name, keyword arguments], one after the other from Book.objects on, and read the result."""
    from library.models import Author, Book

    connection.ensure_connection()
    given = [(name, {key: _value(key, value, Author) for key, value in options.items()}) for name, options in steps]
    statements = []
    connection.connection.set_trace_callback(statements.append)
    try:
        found = Book.objects
        for name, options in given:
            if not hasattr(found, name):
                return {"missing": name, "kind": type(found).__name__}
            found = getattr(found, name)(**options)
        if not isinstance(found, models.QuerySet):
            return {"missing": "filter", "kind": type(found).__name__}
        rows = list(found)
    finally:
        connection.connection.set_trace_callback(None)
    return {
        "kinds": sorted({type(row).__name__ for row in rows}),
        "ids": [row.pk for row in rows if isinstance(row, Book)],
        "queries": sum(text.lstrip().upper().startswith(("SELECT", "WITH")) for text in statements),
    }


def fixed_day():
    """The default of recent()'s parameter `today` where that is a day, and None where it is no more than a sign that none was given."""
    from library.models import Book

    parameter = inspect.signature(Book.objects.all().recent).parameters.get("today")
    return str(parameter.default) if parameter and isinstance(parameter.default, datetime.date) else None


def _value(key, value, Author):
    if key == "today":
        return datetime.date.fromisoformat(value)
    return Author.objects.get(pk=value) if key == "author" else value


def delete(author):
    """Delete the author: what that raised, or nothing."""
    from library.models import Author

    try:
        Author.objects.get(pk=author).delete()
    except (ProtectedError, RestrictedError) as problem:
        return type(problem).__name__
    except Exception as problem:
        return f"{type(problem).__name__}: {problem}"
    return None


def missing_migrations():
    """What `makemigrations --check` says, and its exit status."""
    output = io.StringIO()
    status = 0
    with contextlib.redirect_stderr(output):
        try:
            call_command("makemigrations", check_changes=True, dry_run=True, stdout=output, stderr=output)
        except SystemExit as problem:
            status = problem.code
    return [status, output.getvalue()]
