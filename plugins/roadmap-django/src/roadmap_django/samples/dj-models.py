import datetime

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

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Q


class Author(models.Model):
    name = models.CharField(max_length=100, unique=True)

    def __str__(self):
        return self.name


class Book(models.Model):
    title = models.CharField(max_length=200)
    author = models.ForeignKey(
        Author, on_delete=models.PROTECT, related_name="books"
    )
    publication_date = models.DateField(db_index=True)
    price = models.DecimalField(max_digits=6, decimal_places=2)

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                fields=["author", "title"], name="one_title_per_author"
            ),
            models.CheckConstraint(
                condition=Q(price__gte=0), name="price_not_negative"
            ),
        ]

    def __str__(self):
        return f"{self.title} ({self.publication_date.year})"


with connection.schema_editor() as editor:
    editor.create_model(Author)
    editor.create_model(Book)

austen = Author.objects.create(name="Jane Austen")
emma = Book(
    title="Emma",
    author=austen,
    publication_date=datetime.date(1815, 12, 23),
    price="9.50",
)
emma.save()
print(emma, "| by", emma.author, "| all of hers:", list(austen.books.all()))

bad = Book(
    title="",
    author=austen,
    publication_date=datetime.date(1811, 10, 30),
    price="-1",
)
try:
    bad.full_clean()
except ValidationError as error:
    for field, messages in sorted(error.message_dict.items()):
        print("full_clean:", field, messages)

for what, action in {
    "save": lambda: bad.save(),
    "bulk_create": lambda: Book.objects.bulk_create([bad]),
    "update": lambda: Book.objects.update(price=-1),
    "delete": lambda: austen.delete(),
}.items():
    try:
        with transaction.atomic():
            action()
    except (IntegrityError, models.ProtectedError) as error:
        print(f"{what}: {type(error).__name__}: {str(error.args[0])[:60]}")
