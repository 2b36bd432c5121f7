import django
from django.apps import AppConfig
from django.conf import settings


class Library(AppConfig):
    name = "__main__"
    label = "library"


settings.configure(
    INSTALLED_APPS=[
        "django.contrib.contenttypes",
        "django.contrib.auth",
        "rest_framework",
        "__main__.Library",
    ],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": ":memory:",
        }
    },
)
django.setup()

import json

from django.db import connection, models, transaction
from django.test.utils import CaptureQueriesContext
from rest_framework import serializers


class Author(models.Model):
    name = models.CharField(max_length=100)


class Book(models.Model):
    author = models.ForeignKey(
        Author, on_delete=models.CASCADE, related_name="books"
    )
    title = models.CharField(max_length=200)


class BookSerializer(serializers.ModelSerializer):
    class Meta:
        model = Book
        fields = ["id", "title"]


class AuthorSerializer(serializers.ModelSerializer):
    books = BookSerializer(many=True)

    class Meta:
        model = Author
        fields = ["id", "name", "books"]

    @transaction.atomic
    def create(self, data):
        books = data.pop("books")
        author = Author.objects.create(**data)
        Book.objects.bulk_create(
            Book(author=author, **book) for book in books
        )
        return author


with connection.schema_editor() as editor:
    editor.create_model(Author)
    editor.create_model(Book)

sent = {
    "name": "Virginia Woolf",
    "books": [{"title": "Orlando"}, {"title": "The Waves"}],
}
incoming = AuthorSerializer(data=sent)
incoming.is_valid(raise_exception=True)
incoming.save()
print(json.dumps(incoming.data))

broken = AuthorSerializer(
    data={
        "name": "Joyce",
        "books": [{"title": "Ulysses"}, {"title": ""}, "Dubliners"],
    }
)
broken.is_valid()
print(json.dumps(broken.errors))

for number in range(20):
    Book.objects.create(
        author=Author.objects.create(name=f"Author {number}"),
        title=f"Book {number}",
    )
for name, authors in {
    "all()             ": Author.objects.all(),
    "prefetch_related()": Author.objects.prefetch_related("books"),
}.items():
    with CaptureQueriesContext(connection) as asked:
        AuthorSerializer(authors, many=True).data
    print(name, len(asked), "queries for 21 authors")
