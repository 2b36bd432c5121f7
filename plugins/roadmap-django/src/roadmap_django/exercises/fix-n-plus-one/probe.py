"""Fills the shop, and counts what SQLite is really asked: statements and rows of every connection, whoever opens it."""

import itertools
import re
import sqlite3

from django.contrib.auth.models import User
from django.db import connection as db
from django.db import transaction

watching = False
statements = []
rows = 0
numbers = itertools.count(1000)

LISTS = re.compile(r"\bIN \([\d, ]+\)")
VALUES = re.compile(r"'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b")


def connect(*arguments, **options):
    """As sqlite3's own, which is what Django's backend calls: no cache, wrapper or setting of Django changes what is seen here."""
    connection = genuine(*arguments, **options)
    if watching:
        connection.set_trace_callback(note)
        connection.row_factory = count
    return connection


genuine = sqlite3.dbapi2.connect
sqlite3.connect = sqlite3.dbapi2.connect = connect


def note(statement):
    # What asks for no table is about SQLite itself.
    if statement.lstrip().upper().startswith(("SELECT", "WITH")) and " FROM " in statement.upper():
        statements.append(statement)


def count(cursor, row):
    global rows
    rows += 1
    return row


def stock(categories, tags, products):
    """Replace all goods. A product is [name, price, category, tags, reviews], a review [stars, text, published]."""
    with transaction.atomic(), db.cursor() as cursor:
        for table in ("review", "product_tags", "product", "category", "tag"):
            cursor.execute(f"DELETE FROM shop_{table}")
        shelves = insert(cursor, "category (id, name)", [[name] for name in categories])
        labels = insert(cursor, "tag (id, name)", [[name] for name in tags])
        goods = [[name, price, shelves[category]] for name, price, category, _, _ in products]
        made = insert(cursor, "product (id, name, price, category_id)", goods)
        pairs = [[key, labels[tag]] for key, product in zip(made, products, strict=True) for tag in product[3]]
        insert(cursor, "product_tags (id, product_id, tag_id)", pairs)
        given = [[key, *review] for key, product in zip(made, products, strict=True) for review in product[4]]
        reviews = insert(cursor, "review (id, product_id, stars, text, published)", given)
    return {"products": made, "reviews": reviews}


def insert(cursor, table, rows):
    """Plain SQL, since there are thousands. The ids are new ones each time, and are returned."""
    keys = [next(numbers) for _ in rows]
    marks = ", ".join(["%s"] * (table.count(",") + 1))
    cursor.executemany(f"INSERT INTO shop_{table} VALUES ({marks})", [[key, *row] for key, row in zip(keys, rows, strict=True)])
    return keys


def change(product, name, category, review):
    """Rename a product and its category, and publish one review of it."""
    from shop.models import Category, Product, Review

    Product.objects.filter(pk=product).update(name=name)
    Category.objects.filter(product=product).update(name=category)
    Review.objects.filter(pk=review).update(published=True)


def hire(name, password):
    User.objects.create_superuser(name, password=password)


def watch():
    global watching, rows
    statements.clear()
    rows = 0
    watching = True


def seen():
    """How many queries and rows there were since `watch`; and of queries that differ in values only, one and how many there were."""
    global watching
    watching = False
    shapes = {}
    for statement in statements:
        shapes.setdefault(VALUES.sub("?", LISTS.sub("IN ?", statement)), []).append(statement)
    return {"queries": len(statements), "rows": rows, "kinds": [[len(alike), alike[0][:1000]] for alike in shapes.values()][:40]}
