import django
from django.apps import AppConfig
from django.conf import settings


class Library(AppConfig):
    name = "__main__"
    label = "library"


settings.configure(
    SECRET_KEY="a sample's key, not a secret",
    ROOT_URLCONF="__main__",
    ALLOWED_HOSTS=["testserver"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": ":memory:",
        }
    },
    INSTALLED_APPS=[
        "django.contrib.admin",
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "__main__.Library",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    PASSWORD_HASHERS=[
        "django.contrib.auth.hashers.MD5PasswordHasher"
    ],  # quick, for a sample only
    STATIC_URL="static/",
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
)
django.setup()

import re

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path


class Author(models.Model):
    name = models.CharField(max_length=100)

    def __str__(self):
        return self.name


class Book(models.Model):
    title = models.CharField(max_length=200)
    author = models.ForeignKey(Author, on_delete=models.PROTECT)
    published = models.DateField()


class BookAdmin(admin.ModelAdmin):
    list_display = ["title", "writer", "published"]
    list_filter = ["published"]
    search_fields = ["title", "author__name"]
    ordering = ["title"]

    @admin.display(description="Author", ordering="author__name")
    def writer(self, book):
        return str(book.author)


admin.site.register(Book, BookAdmin)
urlpatterns = [path("admin/", admin.site.urls)]

call_command("migrate", verbosity=0)
with connection.schema_editor() as editor:
    editor.create_model(Author)
    editor.create_model(Book)
for number in range(40):
    author = Author.objects.create(name=f"Author {number}")
    Book.objects.create(
        title=f"Book {number:02}", author=author, published="2026-01-01"
    )
User.objects.create_superuser("root", password="a pass phrase")

visitor = Client()
print(
    "not signed in:",
    visitor.get("/admin/library/book/").headers["Location"],
)
print(
    "signs in:     ",
    visitor.login(username="root", password="a pass phrase"),
)


def changelist(query=""):
    with CaptureQueriesContext(connection) as asked:
        page = visitor.get(f"/admin/library/book/{query}").content.decode()
    rows = re.findall(
        r'field-title"><a[^>]*>(.*?)</a>.*?<td[^>]*>(.*?)<', page
    )
    print(f"{len(rows):3} rows, {len(asked)} queries; first row {rows[0]}")


changelist()
BookAdmin.list_select_related = ["author"]
changelist()
changelist("?q=author+7")
