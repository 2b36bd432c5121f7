import datetime

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

from django.db import connection, models
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer


class Author(models.Model):
    name = models.CharField(max_length=100)


class Book(models.Model):
    title = models.CharField(max_length=200)
    author = models.ForeignKey(Author, on_delete=models.PROTECT)
    publication_date = models.DateField()
    price = models.DecimalField(max_digits=6, decimal_places=2)
    purchase_price = models.DecimalField(
        max_digits=6, decimal_places=2, default=0
    )


class BookSerializer(serializers.ModelSerializer):
    author_name = serializers.CharField(
        source="author.name", read_only=True
    )

    class Meta:
        model = Book
        fields = [
            "id",
            "title",
            "author",
            "author_name",
            "publication_date",
            "price",
        ]

    def validate_publication_date(self, value):
        if value > datetime.date(2026, 11, 24):
            raise serializers.ValidationError("This day has not come yet.")
        return value

    def validate(self, data):
        if (
            data.get("price", 1) == 0
            and data.get("publication_date", datetime.date.max).year > 1930
        ):
            raise serializers.ValidationError("Only old books are free.")
        return data


with connection.schema_editor() as editor:
    editor.create_model(Author)
    editor.create_model(Book)
austen = Author.objects.create(name="Jane Austen")
emma = Book.objects.create(
    title="Emma",
    author=austen,
    publication_date=datetime.date(1815, 12, 23),
    price=9,
)

data = BookSerializer(emma).data
print("serializer:", data)
print("renderer:  ", JSONRenderer().render(data))

sent = {
    "title": " Persuasion ",
    "author": austen.pk,
    "publication_date": "1817-12-20",
    "price": "8.5",
    "purchase_price": 1,
}
incoming = BookSerializer(data=sent)
print("valid:     ", incoming.is_valid(), incoming.validated_data)
print(
    "stored:    ",
    incoming.save().pk,
    "bought at",
    Book.objects.get(title="Persuasion").purchase_price,
)

for change in (
    {"title": ""},
    {"author": 99},
    {"publication_date": "2031-01-01"},
    {"publication_date": "1999-01-01", "price": 0},
):
    wrong = BookSerializer(data={**sent, **change})
    wrong.is_valid()
    print(
        {
            field: str(messages[0])
            for field, messages in wrong.errors.items()
        }
    )

part = BookSerializer(emma, data={"price": "7.00"}, partial=True)
part.is_valid(raise_exception=True)
print("partial:   ", part.save().price, Book.objects.get(pk=emma.pk).title)
print(BookSerializer())
