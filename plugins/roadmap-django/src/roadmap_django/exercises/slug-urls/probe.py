"""Writes articles and changes the layout, as editors of the blog would; asks Django to build addresses."""

import datetime
import os

from django.urls import reverse

BASE = os.path.join("templates", "base.html")


def publish(articles):
    """Replace all articles by these, [title, slug, body, published, draft], and return their ids."""
    from blog.models import Article

    Article.objects.all().delete()
    made = Article.objects.bulk_create(
        Article(title=title, slug=slug, body=body, published=datetime.date.fromisoformat(published), draft=draft)
        for title, slug, body, published, draft in articles
    )
    return [article.pk for article in made]


def address(name, arguments):
    return reverse(name, kwargs=arguments)


def rename_site(old, new):
    """Write `new` wherever base.html says `old`. Returns how often that was, and what the file said."""
    with open(BASE, encoding="utf-8") as file:
        text = file.read()
    write_base(text.replace(old, new))
    return [text.count(old), text]


def write_base(text):
    with open(BASE, "w", encoding="utf-8") as file:
        file.write(text)
