"""Fills the shop, and counts what SQLite is really asked: statements and rows of every connection, whoever opens it."""

import sqlite3

from django.contrib.auth.models import User

watching = False
statements = []
rows = 0


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
    from shop.models import Category, Product, Review, Tag

    for model in (Review, Product, Category, Tag):
        model.objects.all().delete()
    shelves = Category.objects.bulk_create(Category(name=name) for name in categories)
    labels = Tag.objects.bulk_create(Tag(name=name) for name in tags)
    made = Product.objects.bulk_create(
        Product(name=name, price=price, category=shelves[category]) for name, price, category, _, _ in products
    )
    Product.tags.through.objects.bulk_create(
        Product.tags.through(product=product, tag=labels[tag])
        for product, (*_, numbers, _) in zip(made, products, strict=True)
        for tag in numbers
    )
    reviews = Review.objects.bulk_create(
        Review(product=product, stars=stars, text=text, published=published)
        for product, (*_, given) in zip(made, products, strict=True)
        for stars, text, published in given
    )
    return {"products": [product.pk for product in made], "reviews": [review.pk for review in reviews]}


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
    """How many queries and rows there were since `watch`, and some of the queries that came most often."""
    global watching
    watching = False
    shapes = {}
    for statement in statements:
        # Up to the condition, statements for different rows are the same.
        shape = statement.partition(" WHERE ")[0]
        shapes.setdefault(shape, []).append(statement)
    most = max(shapes.values(), key=len, default=[])
    return {"queries": len(statements), "rows": rows, "most": len(most), "example": most[0][:400] if most else ""}
