import datetime

import django
from django.apps import AppConfig
from django.conf import settings


class Blog(AppConfig):
    name = "__main__"
    label = "blog"


settings.configure(
    ROOT_URLCONF="__main__",
    ALLOWED_HOSTS=["testserver"],
    INSTALLED_APPS=["__main__.Blog"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": ":memory:",
        }
    },
)
django.setup()

from django.db import connection, models
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.test import Client
from django.urls import path, register_converter, reverse
from django.utils.text import slugify


class Month:
    """2026-11 in an address, a date in Python."""

    regex = r"\d{4}-(?:0[1-9]|1[0-2])"

    def to_python(self, value):
        return datetime.date.fromisoformat(f"{value}-01")

    def to_url(self, value):
        return f"{value:%Y-%m}"


register_converter(Month, "month")


class Article(models.Model):
    title = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    published = models.DateField()

    def get_absolute_url(self):
        return reverse(
            "article", kwargs={"month": self.published, "slug": self.slug}
        )


def article(request, month, slug):
    found = get_object_or_404(Article, slug=slug)
    if month != found.published.replace(day=1):
        return redirect(found, permanent=True)
    return HttpResponse(f"<h1>{found.title}</h1>")


def by_number(request, number):
    return redirect(get_object_or_404(Article, pk=number), permanent=True)


urlpatterns = [
    path("blog/<month:month>/<slug:slug>/", article, name="article"),
    path("article/<int:number>", by_number),
]

with connection.schema_editor() as editor:
    editor.create_model(Article)
title = "Où va l'ORM? Ten queries too many"
tea = Article.objects.create(
    title=title, slug=slugify(title), published=datetime.date(2026, 11, 24)
)
print(tea.get_absolute_url())

client = Client()
for address in (
    tea.get_absolute_url(),
    f"/blog/2025-01/{tea.slug}/",
    f"/article/{tea.pk}",
    "/blog/2026-13/anything/",
    "/blog/2026-11/no-such-thing/",
):
    answer = client.get(address)
    print(
        answer.status_code,
        address,
        "->",
        answer.headers.get("Location", answer.reason_phrase),
    )
