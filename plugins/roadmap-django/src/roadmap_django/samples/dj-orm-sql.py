import django
from django.apps import AppConfig
from django.conf import settings


class Library(AppConfig):
    name = "__main__"
    label = "library"


settings.configure(
    INSTALLED_APPS=["__main__.Library"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": ":memory:",
        }
    },
)
django.setup()

from django.db import connection, models
from django.test.utils import CaptureQueriesContext


class Author(models.Model):
    name = models.CharField(max_length=100)


class Tag(models.Model):
    word = models.CharField(max_length=30)


class Book(models.Model):
    title = models.CharField(max_length=200)
    author = models.ForeignKey(Author, on_delete=models.CASCADE)
    tags = models.ManyToManyField(Tag)


with connection.schema_editor() as editor:
    for model in (Author, Tag, Book):
        editor.create_model(model)
tags = [Tag.objects.create(word=word) for word in ("novel", "classic")]
for number in range(12):
    author = Author.objects.create(name=f"Author {number}")
    Book.objects.create(title=f"Book {number}", author=author).tags.set(
        tags
    )


def show(name, books):
    with CaptureQueriesContext(connection) as asked:
        lines = [
            f"{b.title} by {b.author.name}: {', '.join(t.word for t in b.tags.all())}"
            for b in books
        ]
    print(f"{name}: {len(asked)} queries, last line {lines[-1]!r}")
    return [query["sql"] for query in asked]


naive = show("naive           ", Book.objects.all())
joined = show("select_related  ", Book.objects.select_related("author"))
cured = show(
    "and prefetch    ",
    Book.objects.select_related("author").prefetch_related("tags"),
)

print()
print("naive asks", *naive[1:3], sep="\n    ")
print("cured asks", *cured, sep="\n    ")
