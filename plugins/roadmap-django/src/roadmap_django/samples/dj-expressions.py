import django
from django.apps import AppConfig
from django.conf import settings


class Shop(AppConfig):
    name = "__main__"
    label = "shop"


settings.configure(
    INSTALLED_APPS=["__main__.Shop"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": ":memory:",
        }
    },
)
django.setup()

from django.db import connection, models, transaction
from django.db.models import Avg, Count, F, OuterRef, Q, Subquery, Sum


class Author(models.Model):
    name = models.CharField(max_length=100)


class Book(models.Model):
    title = models.CharField(max_length=200)
    author = models.ForeignKey(
        Author, on_delete=models.CASCADE, related_name="books"
    )
    price = models.IntegerField()
    stock = models.IntegerField()


with connection.schema_editor() as editor:
    editor.create_model(Author)
    editor.create_model(Book)
woolf, joyce = (
    Author.objects.create(name=name) for name in ("Woolf", "Joyce")
)
for title, author, price, stock in [
    ("Orlando", woolf, 8, 3),
    ("The Waves", woolf, 12, 0),
    ("Ulysses", joyce, 14, 5),
    ("Dubliners", joyce, 7, 2),
]:
    Book.objects.create(
        title=title, author=author, price=price, stock=stock
    )

print(
    "aggregate:",
    Book.objects.aggregate(
        Avg("price"), worth=Sum(F("price") * F("stock"))
    ),
)
print(
    "annotate: ",
    list(
        Author.objects.annotate(n=Count("books"))
        .values_list("name", "n")
        .order_by("name")
    ),
)
print(
    "Q:        ",
    list(
        Book.objects.filter(Q(stock=0) | Q(price__lt=8)).values_list(
            "title", flat=True
        )
    ),
)

cheapest = Book.objects.filter(author=OuterRef("pk")).order_by("price")
authors = Author.objects.annotate(
    cheapest=Subquery(cheapest.values("title")[:1])
)
print("subquery: ", {author.name: author.cheapest for author in authors})

# Two sellers have read the same stock. Each sells one; then each sells one with F.
one, two = (Book.objects.get(title="Ulysses") for _ in range(2))
for copy in (one, two):
    copy.stock -= 1
    copy.save()
print(
    "read, change, save:",
    Book.objects.get(title="Ulysses").stock,
    "left of 5",
)
for _ in range(2):
    Book.objects.filter(title="Ulysses", stock__gte=1).update(
        stock=F("stock") - 1
    )
print(
    "update with F:     ",
    Book.objects.get(title="Ulysses").stock,
    "left of 4",
)

try:
    with transaction.atomic():
        Book.objects.filter(title="Orlando").update(stock=F("stock") - 1)
        Book.objects.get(title="The Trial")
except Book.DoesNotExist as error:
    print(
        "atomic:",
        error,
        "Orlando has",
        Book.objects.get(title="Orlando").stock,
    )
