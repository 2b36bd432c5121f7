import django
from django.conf import settings

FILES = {
    "base.html": """<title>{% block title %}Library{% endblock %}</title>
<header>The library, {{ opening }}</header>
<main>{% block main %}{% endblock %}</main>
""",
    "list.html": """{% extends "base.html" %}{% load shelf %}
{% block title %}Books | {{ block.super }}{% endblock %}
{% block main %}{% for book in books %}{% card book %}{% empty %}<p>No books.{% endfor %}{% endblock %}""",
    "detail.html": """{% extends "base.html" %}{% load shelf %}
{% block title %}{{ book.title }} | {{ block.super }}{% endblock %}
{% block main %}{% card book %}<p>{{ book.pages|minutes }} to read.{% endblock %}""",
    "card.html": "<b>{{ book.title }}</b> {{ book.pages }} page{{ book.pages|pluralize }} ",
}
settings.configure(
    ROOT_URLCONF="__main__",
    ALLOWED_HOSTS=["testserver"],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [
                    ("django.template.loaders.locmem.Loader", FILES)
                ],
                "libraries": {"shelf": "__main__"},
                "context_processors": ["__main__.opening_hours"],
            },
        }
    ],
)
django.setup()

from django import template
from django.shortcuts import render
from django.test import Client
from django.urls import path

BOOKS = [
    {"title": "Emma", "pages": 474},
    {"title": "Bartleby & co.", "pages": 1},
]
register = template.Library()


@register.inclusion_tag("card.html")
def card(book):
    return {"book": book}


@register.filter
def minutes(pages):
    hours, rest = divmod(pages * 2, 60)
    return f"{hours} h {rest} min" if hours else f"{rest} min"


def opening_hours(request):
    return {"opening": "open till six"}


def page(request, name, **context):
    return render(request, name, context)


urlpatterns = [
    path("books", page, {"name": "list.html", "books": BOOKS}),
    path("empty", page, {"name": "list.html", "books": []}),
    path("books/emma", page, {"name": "detail.html", "book": BOOKS[0]}),
]

for address in ("/books", "/empty", "/books/emma"):
    print(address)
    print(Client().get(address).content.decode())
