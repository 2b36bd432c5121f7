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


class BookQuerySet(models.QuerySet):
    def cheap(self):
        return self.filter(price__lt=10)

    def recent(self):
        return self.order_by("-year")


class Book(models.Model):
    title = models.CharField(max_length=200)
    year = models.IntegerField()
    price = models.IntegerField()

    objects = BookQuerySet.as_manager()


with connection.schema_editor() as editor:
    editor.create_model(Book)
Book.objects.bulk_create(
    Book(title=title, year=year, price=price)
    for title, year, price in [
        ("Emma", 1815, 9),
        ("Ulysses", 1922, 14),
        ("Orlando", 1928, 8),
        ("Dubliners", 1914, 7),
    ]
)

with CaptureQueriesContext(connection) as asked:

    def queries(what):
        print(f"{len(asked)} queries after {what}")

    books = Book.objects.cheap().recent()
    queries("defining it")
    titles = [book.title for book in books]
    queries("a loop")
    again = [book.title for book in books]
    queries("a second loop over the same object")
    first = books[0]
    queries("an index into what is loaded")
    modern = books.filter(year__gt=1900)[:2]
    queries("a filter and a slice of it")
    print("   ", len(modern), "modern books")
    queries("len()")
    print(
        "   ",
        books.filter(year__gt=1900).exists(),
        books.filter(price=8).count(),
    )
    queries("exists() and count()")

print(titles)
print(asked[1]["sql"])
